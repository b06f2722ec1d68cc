"""What the process of an editor runs. Each prints what `readers.Editor` follows."""

EDITIONS = 50
LOAD_SECONDS = 30
EDITION_SECONDS = 10

MAKE = """
from factory.django import DjangoModelFactory
from tests import factories
from tests.factories import FullReviewFactory
for factory in vars(factories).values():
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory):
        factory.reset_sequence(100_000, force=True)
from editions.publishing import publish
review = FullReviewFactory(
    slug="hammered", film__slug="hammered", headline="Edition 1", critic__slug="hammered"
)
publish(review=review)
publish(review=FullReviewFactory(slug="beside", film=review.film))
"""

START = """
import time
from datetime import timedelta
from django.utils import timezone
from editions.publishing import publish
from reviews.models import Review
review = Review.objects.get(slug="hammered")
next_number = int(review.headline.split()[-1]) + 1

def edition(number, **when):
    Review.objects.filter(pk=review.pk).update(headline=f"Edition {number}")
    begun = time.time()
    publish(review=review, **when)
    return begun
"""
MANY = (
    START
    + f"""
for number in range(next_number, next_number + {EDITIONS}):
    begun = edition(number)
    print(number, begun, time.time(), flush=True)
    time.sleep(0.1)
"""
)
SLOWLY = (
    START
    + f"""
for number in range(next_number, next_number + {LOAD_SECONDS} // {EDITION_SECONDS}):
    edition(number)
    time.sleep({EDITION_SECONDS})
"""
)
SCHEDULED = (
    START
    + """
for number in range(next_number, next_number + 3):
    minute = timezone.now() + timedelta(seconds=4)
    edition(number, live_from=minute)
    print(number, minute.timestamp(), minute.timestamp(), flush=True)
    time.sleep(6)
"""
)
