# Varnish (7 or later, with the package varnish-modules) in front of Curtain. Install as /etc/varnish/default.vcl, and give
# Curtain the setting CACHE_PURGE_URL=http://127.0.0.1:6081/ (the address of Varnish). TLS ends before Varnish, for example in
# nginx, which then passes requests to Varnish instead of to the app.
vcl 4.1;

import std;
import var;
import xkey;

# One server, or several with vmod_directors. The probe decides when pages are served without it.
backend app {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 60s;
    .probe = {
        .url = "/healthz";
        .interval = 2s;
        .timeout = 2s;
        .window = 4;
        .threshold = 2;
        .initial = 2;
    }
}

# Who may purge: the servers of the app.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # Curtain names the pages that have changed by their surrogate keys. Their generation is remembered: an answer of before
    # may still be on its way.
    if (req.method == "PURGE") {
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Not allowed"));
        }
        if (std.integer(req.http.Surrogate-Generation, 0) > std.integer(var.global_get("generation"), 0)) {
            var.global_set("generation", req.http.Surrogate-Generation);
        }
        if (req.http.Surrogate-Key) {
            return (synth(200, "Purged " + xkey.purge(req.http.Surrogate-Key)));
        }
        return (synth(400, "No Surrogate-Key"));
    }

    if (req.restarts == 0) {
        unset req.http.X-Serve-Stale;
        unset req.http.X-Public;
    }
    # An old page is sent only if there is no new one: see vcl_deliver.
    if (req.http.X-Serve-Stale || !std.healthy(app)) {
        set req.grace = 30d;
    } else {
        set req.grace = 0s;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # The admin (change this with ADMIN_PATH), previews of drafts, and the health of one server.
    if (req.url ~ "^/(admin|preview)/" || req.url ~ "^/(healthz|readyz)$") {
        return (pass);
    }
    # Search has no bounded number of addresses. The page for a query would push out pages that are asked for again.
    if (req.url ~ "^/(search/|oembed)") {
        return (pass);
    }
    # No public page depends on a cookie. Readers of the site who are logged in to the admin send one.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # What advertisers and newsletters add to an address. Curtain ignores it. All other parameters and their order are left as
    # they are: only Curtain knows which a page has.
    if (req.url ~ "[?&](utm_[a-z]+|gclid|fbclid|mc_cid|mc_eid)=") {
        set req.url = regsuball(req.url, "(?<=[?&])(utm_[a-z]+|gclid|fbclid|mc_cid|mc_eid)=[^&]*&?", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    set req.http.X-Public = "yes";
    return (hash);
}

sub vcl_hash {
    # A page by http may be a redirection to the same page by https.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    # The answer was written before the latest change that Varnish knows of. Ask again.
    if (beresp.http.Surrogate-Generation
        && std.integer(beresp.http.Surrogate-Generation, 0) < std.integer(var.global_get("generation"), 0)) {
        if (bereq.retries < 3) {
            return (retry);
        }
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    # Only what is public has these headers. The pages themselves say how long they may be kept.
    if (beresp.http.Surrogate-Key && beresp.http.CDN-Cache-Control && !beresp.http.Set-Cookie) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.grace = std.duration(regsub(beresp.http.CDN-Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
        # With the old page in hand, Varnish asks whether it is still the same.
        set beresp.keep = 1d;
        if (beresp.ttl <= 0s) {
            # It changes in a moment.
            set beresp.uncacheable = true;
            set beresp.grace = 0s;
            set beresp.keep = 0s;
        }
        return (deliver);
    }
    # Pictures and static files, whose names change with their content.
    if (beresp.status == 200 && beresp.http.Cache-Control ~ "immutable" && !beresp.http.Set-Cookie) {
        set beresp.ttl = 7d;
        set beresp.grace = 1d;
        return (deliver);
    }
    # Everything else goes through, and requests for it do not wait for each other.
    set beresp.uncacheable = true;
    set beresp.ttl = 120s;
    return (deliver);
}

sub vcl_backend_error {
    # Never stored, so that the next request tries again.
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
}

sub vcl_deliver {
    # The server has failed and the probe has not noticed yet: look for an older page (stale-if-error). If there is none, the
    # error is delivered.
    if (resp.status >= 500 && req.http.X-Public && req.restarts == 0) {
        set req.http.X-Serve-Stale = "yes";
        return (restart);
    }
    set resp.http.X-Cache = "miss";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    }
    # These are for shared caches only. A CDN in front of this one needs the first two: remove their lines then.
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Generation;
    unset resp.http.xkey;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # The age is that of the copy here. Browsers keep no public page without asking.
    unset resp.http.Age;
}
