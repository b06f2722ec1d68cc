"""Facts about films from The Movie Database, themoviedb.org.

`client` asks TMDB, `facts` reads its answers, `proposals` compares them with what the site has,
`taking` stores what the editor takes, `screens` are the pages.
"""
