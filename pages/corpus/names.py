"""Names of people and roles, and slugs that are still free."""

from django.db.models import Model

from images.addresses import Addressed
from images.slugs import numbered, slug_for

GIVEN = (  # noqa: SIM905
    "Ada Aisha Alba Alma Amir Ana Anders Andrea Anton Arjun Astrid Beatriz Bela Bruno Camille "
    "Carlos Chiara Clara Claude Dagmar Daniel Dario Delia Diego Dina Edith Elena Elias Emeka Emil "
    "Emma Esther Eva Fatima Felix Femi Frida Gabriel Gloria Greta Hana Harriet Hassan Helen Hugo "
    "Ida Inga Ingrid Irene Isaac Iván Ivy Jack Jana Javier Jerome Joan Jonas José Josephine Judith "
    "Julian June Kaito Karin Katya Keiko Kofi Lars Laura Leila Leo Leonor Lidia Lin Louis Lucia "
    "Luz Magda Malik Marcel Margit Maria Mateo Maud May Mei Mina Miriam Mona Nadia Naomi Nils Nina "
    "Noah Nora Olga Oliver Omar Oskar Otto Paloma Paul Petra Pilar Quentin Rafael Ravi Renata "
    "René Rita Robin Rosa Ruth Saoirse Samir Sandor Sara Selma Sergio Silvia Simon Sofia Stella "
    "Sven Tamar Tereza Theo Tilda Tobias Tove Ulla Uma Victor Vera Viola Walter Wanda Yara Yusuf "
    "Zadie Zoë"
).split()

FAMILY = (  # noqa: SIM905
    "Abbott Adler Akande Albrecht Almeida Amato Andersen Aoki Arnaud Bakker Banerjee Barros Becker "
    "Bellini Bergman Bianchi Blum Bonnet Brandt Byrne Calder Campos Cardoso Carver Castillo Chan "
    "Clarke Conti Cruz Dahl Dassin Delgado Demir Dietrich Dubois Duarte Eklund Engel Esposito "
    "Farkas Ferreira Fischer Flores Fontaine Foster Fraser Fuchs Gallo Garcia Garnier Girard "
    "Gomez Greco Grimaldi Haas Hansen Hartmann Haywood Herrera Hoffmann Holm Horvath Ito Ivanov "
    "Jansen Jensen Johansson Kaplan Kato Keller Khan Kim Klein Kovacs Kowalski Krause Kumar Lang "
    "Larsen Laurent Lehmann Leone Lindqvist Lombardi Lopez Lund Magnani Mancini Marino Martin "
    "Mbeki Medina Mehta Meyer Mifune Molina Monroe Moreau Mori Müller Nagy Navarro Nielsen Novak "
    "Nowak Nyström Oduya Okafor Olsen Ortiz Ozu Palmer Park Pereira Petrov Pinto Popescu Quinn "
    "Ramos Renoir Reyes Ricci Rivera Rohmer Romano Rossi Roy Russo Salgado Sanchez Santos Sato "
    "Schmidt Schneider Sharma Silva Simic Singh Sokolov Solomon Soto Stein Strand Suzuki Svensson "
    "Szabo Takeda Tanaka Tati Toth Unger Valdez Varda Vargas Vidal Visconti Vogel Wagner Wajda "
    "Walsh Weber Welles West Winter Wolff Yamada Yilmaz Young Zhang Zhou Ziegler"
).split()

MIDDLE = "ABCDEFGHJKLMNPRSTW"


def name(number: int) -> str:
    """The name ``number``, counted from 0. No two numbers have the same name.

    The first ``len(GIVEN) * len(FAMILY)`` names, about 30,000, are of two words. Later ones have
    initials between them.
    """
    # Neighbours in the numbering differ in both words, so that lists do not look counted.
    rounds, place = divmod(number, len(GIVEN) * len(FAMILY))
    family, turn = divmod(place, len(GIVEN))
    given = GIVEN[turn]
    initials = ""
    while rounds:
        rounds, letter = divmod(rounds - 1, len(MIDDLE))
        initials = f"{MIDDLE[letter]}. {initials}"
    return f"{given} {initials}{FAMILY[(family + turn * 7) % len(FAMILY)]}"


class Slugs:
    """Gives slugs that no row of ``model`` has or had."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.max_length: int = model._meta.get_field("slug").max_length  # type: ignore[union-attr,assignment]
        slug = "slugs__slug" if issubclass(model, Addressed) else "slug"
        self.taken: set[str] = set(model._default_manager.values_list(slug, flat=True))
        self.numbers: dict[str, int] = {}

    def new(self, text: str) -> str:
        """A free slug for ``text``: its own, or with a number from 2."""
        slug = own = slug_for(self.model, text)
        while slug in self.taken:
            number = self.numbers[own] = self.numbers.get(own, 1) + 1
            slug = numbered(own, number, self.max_length)
        self.taken.add(slug)
        return slug
