from django.urls import path, register_converter

from pages.api.urls import urlpatterns as api_patterns
from pages.critics import views as critics
from pages.embedding import views as embedding
from pages.feeds import views as feeds
from pages.feeds.formats import FormatConverter
from pages.films import views as films
from pages.franchises import views as franchises
from pages.genres import views as genres
from pages.home import own_files
from pages.home import views as home
from pages.own_pages import views as own_pages
from pages.people import views as people
from pages.reviews import preview, reveal
from pages.reviews import views as reviews
from pages.search import views as search
from pages.seen import views as seen
from pages.sharing import robots, sitemaps
from pages.sharing import views as sharing

register_converter(FormatConverter, "feed_format")

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("about/", home.about, name="about"),
    path("site/<slug:digest>.css", own_files.stylesheet, name="site_stylesheet"),
    path("site/<slug:digest>-<int:size>.png", own_files.icon, name="site_icon"),
    path("seen/", seen.seen, name="seen"),
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/<slug:slug>/", reviews.review_detail, name="review"),
    path("reviews/<slug:slug>/revealed/", reveal.all_curtains, name="revealed"),
    path("reviews/<slug:slug>/changed/", reveal.changed, name="review_changed"),
    path(
        "reviews/<slug:slug>/revealed/<slug:key>/",
        reveal.curtain_without_checksum,
        name="revealed_without_checksum",
    ),
    path(
        "reviews/<slug:slug>/revealed/<slug:key>/<slug:checksum>/",
        reveal.one_curtain,
        name="revealed_one",
    ),
    path(
        "reviews/<slug:slug>/editions/<int:number>/curtains/<slug:key>/",
        reveal.curtain_fragment,
        name="curtain",
    ),
    path("films/", films.film_list, name="films"),
    path("films/<slug:slug>/", films.film_detail, name="film"),
    path("films/<slug:slug>/revealed/", films.film_revealed, name="film_revealed"),
    path(
        "films/<slug:slug>/curtains/credits/", films.film_surprises_fragment, name="film_surprises"
    ),
    path("genres/<slug:slug>/", genres.genre_detail, name="genre"),
    path("search/", search.search, name="search"),
    path("franchises/", franchises.franchise_list, name="franchises"),
    path("franchises/<slug:slug>/", franchises.franchise_detail, name="franchise"),
    path("people/", people.person_list, name="people"),
    path("people/<slug:slug>/", people.person_detail, name="person"),
    path("people/<slug:slug>/revealed/", people.person_revealed, name="person_revealed"),
    path(
        "people/<slug:slug>/curtains/credits/",
        people.person_surprises_fragment,
        name="person_surprises",
    ),
    path("preview/<str:token>/", preview.closed, name="preview"),
    path("preview/<str:token>/changed/", preview.changed, name="preview_changed"),
    path("preview/<str:token>/revealed/", preview.all_curtains, name="preview_revealed"),
    path(
        "preview/<str:token>/revealed/<slug:key>/<slug:checksum>/",
        preview.one_curtain,
        name="preview_revealed_one",
    ),
    path(
        "preview/<str:token>/curtains/<slug:key>/<slug:checksum>/",
        preview.curtain_fragment,
        name="preview_curtain",
    ),
    path("feeds/reviews.<feed_format:format>", feeds.review_feed, name="feed"),
    path("feeds/critics/<slug:slug>.<feed_format:format>", feeds.critic_feed, name="critic_feed"),
    path(
        "feeds/franchises/<slug:slug>.<feed_format:format>",
        feeds.franchise_feed,
        name="franchise_feed",
    ),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemaps/<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("site.webmanifest", robots.web_manifest, name="manifest"),
    path("share/<slug:slug>.png", sharing.share_card, name="share_card"),
    path("critics/", critics.critic_list, name="critics"),
    path("critics/<slug:slug>/", critics.critic_detail, name="critic"),
    *api_patterns,
    path("oembed", embedding.oembed, name="oembed"),
    # Last: every other address of one word comes before it.
    path("<slug:slug>/", own_pages.own_page, name="own_page"),
]
