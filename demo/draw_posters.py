"""Draw the demo's pictures: ``python demo/draw_posters.py [NAME…]``.

Writes ``reviews/images/NAME.webp``, or ``faces/NAME.webp`` for a portrait. Without names, draws all
pictures. All pictures are made for this project. Each run gives the same result.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from artwork import (
    alien,
    alien_moon,
    alien_prequels,
    alien_romulus,
    blade_runner,
    dance_hall,
    house,
    knives_out,
    los_angeles,
    raffle,
    sitters,
)
from artwork.ink import save
from PIL import Image

HERE = Path(__file__).parent
IMAGES = HERE / "reviews" / "images"
FACES = HERE / "faces"

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "alien-poster": alien.alien,
    "alien-lead": alien_moon.alien_lead,
    "aliens-poster": alien.aliens,
    "aliens-lead": alien_moon.aliens_lead,
    "alien-3-poster": alien.alien_3,
    "alien-resurrection-poster": alien.alien_resurrection,
    "prometheus-poster": alien_prequels.prometheus,
    "alien-covenant-poster": alien_prequels.alien_covenant,
    "alien-covenant-lead": alien_prequels.alien_covenant_lead,
    "alien-romulus-poster": alien_romulus.alien_romulus,
    "alien-romulus-lead": alien_romulus.alien_romulus_lead,
    "blade-runner-poster": blade_runner.blade_runner,
    "blade-runner-lead": los_angeles.blade_runner_lead,
    "blade-runner-unicorn": los_angeles.unicorn,
    "blade-runner-black-out-2022-poster": blade_runner.black_out_2022,
    "2036-nexus-dawn-poster": blade_runner.nexus_dawn,
    "2048-nowhere-to-run-poster": blade_runner.nowhere_to_run,
    "blade-runner-2049-poster": blade_runner.blade_runner_2049,
    "blade-runner-2049-lead": blade_runner.blade_runner_2049_lead,
    "firemens-ball-poster": raffle.firemens_ball,
    "firemens-ball-lead": dance_hall.firemens_ball_lead,
    "knives-out-poster": knives_out.knives_out,
    "knives-out-lead": house.knives_out_lead,
    "glass-onion-poster": knives_out.glass_onion,
    "glass-onion-lead": knives_out.glass_onion_lead,
    "wake-up-dead-man-poster": knives_out.wake_up_dead_man,
}


def main(names: list[str]) -> None:
    for folder in (IMAGES, FACES):
        folder.mkdir(parents=True, exist_ok=True)
    for name in names or [*PICTURES, *sitters.SITTERS]:
        if name in sitters.SITTERS:
            save(sitters.draw(name), FACES / f"{name}.webp")
        else:
            save(PICTURES[name](), IMAGES / f"{name}.webp")


if __name__ == "__main__":
    main(sys.argv[1:])
