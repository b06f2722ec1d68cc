"""Small exports of other sites."""

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <language>de-DE</language>
  <wp:wxr_version>1.2</wp:wxr_version>
  <wp:base_blog_url>https://old.example</wp:base_blog_url>
  <wp:author><wp:author_login>ada</wp:author_login>
    <wp:author_email>ada@old.example</wp:author_email>
    <wp:author_display_name>Ada Test</wp:author_display_name></wp:author>
  {items}
</channel></rss>"""

HEAT = """<p>A <strong>crime</strong> film.</p>"""


def meta(**fields: object) -> str:
    return "".join(
        f"<wp:postmeta><wp:meta_key>{name}</wp:meta_key><wp:meta_value><![CDATA[{value}]]>"
        "</wp:meta_value></wp:postmeta>"
        for name, value in fields.items()
    )


def item(
    pk: int = 7,
    title: str = "Review: Heat (1995)",
    content: str = HEAT,
    more: str = "",
    kind: str = "post",
    status: str = "publish",
) -> str:
    return f"""<item><title>{title}</title><link>https://old.example/2019/04/heat/</link>
      <dc:creator>ada</dc:creator>
      <content:encoded><![CDATA[{content}]]></content:encoded>
      <excerpt:encoded><![CDATA[Men at work.]]></excerpt:encoded>
      <wp:post_id>{pk}</wp:post_id><wp:post_date_gmt>2019-04-01 10:00:00</wp:post_date_gmt>
      <wp:post_name>heat</wp:post_name><wp:status>{status}</wp:status>
      <wp:post_type>{kind}</wp:post_type>
      <category domain="post_tag" nicename="crime">Crime</category>{more}</item>"""


def attachment(pk: int, url: str, alt: str = "") -> str:
    return f"""<item><title>file</title><wp:post_id>{pk}</wp:post_id>
      <wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>
      <wp:attachment_url>{url}</wp:attachment_url>{meta(_wp_attachment_image_alt=alt)}</item>"""


def wxr(*items: str) -> str:
    return WXR.format(items="\n".join(items))
