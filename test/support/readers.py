# How readers of Python take texts apart that the judge has allowed. Reads JSON lines {"kind","text","hosts"} from standard
# input, and writes one JSON object: for each reader how often it saw the same host, refused, or saw another one.
# Usage: python3 readers.py < cases.jsonl
import ipaddress
import json
import sys
from urllib.parse import urlsplit


def plain(host):
    """One spelling of a host, so that only its meaning is compared."""
    host = host.lower().strip("[]")
    if host.endswith("."):
        host = host[:-1]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host


def by_urlsplit(text):
    parts = urlsplit(text)
    parts.port  # a bad port is refused only when it is asked for
    return [hosts_of_list(parts)] if "," in parts.netloc else [parts.hostname or ""]


def hosts_of_list(parts):
    # urlsplit knows no lists; its users split what stands behind the @.
    return [one.rpartition(":")[0] or one for one in parts.netloc.rpartition("@")[2].split(",")]


def flat(found):
    return [h for one in found for h in (one if isinstance(one, list) else [one])]


READERS = {"urllib": (("url", "postgres", "redis", "amqp", "other", "list"), by_urlsplit)}
MISSING = []

try:
    from psycopg import pq

    def by_libpq(text):
        found = {o.keyword.decode(): o.val for o in pq.Conninfo.parse(text.encode())}
        hosts = [found[k].decode() for k in ("host", "hostaddr") if found.get(k) is not None]
        return [h for host in hosts for h in host.split(",")]

    READERS["libpq"] = (("postgres",), by_libpq)
except ImportError:
    MISSING.append("libpq")

try:
    from kombu import Connection

    def by_kombu(text):
        connection = Connection(text)
        return [connection.hostname or "localhost"] + [
            Connection(one).hostname or "localhost" for one in connection.alt
        ]

    READERS["kombu"] = (("redis", "amqp"), by_kombu)
except ImportError:
    MISSING.append("kombu")

try:
    from redis.connection import parse_url

    def by_redis(text):
        found = parse_url(text)
        return [found.get("host", "localhost")]

    READERS["redis-py"] = (("redis",), by_redis)
except ImportError:
    MISSING.append("redis-py")

try:
    import dj_database_url

    def by_django(text):
        return [dj_database_url.parse(text)["HOST"]]

    READERS["dj-database-url"] = (("postgres",), by_django)
except ImportError:
    MISSING.append("dj-database-url")

counts = {name: {"same": 0, "refused": 0, "other": 0} for name in READERS}
examples = []
for line in sys.stdin:
    case = json.loads(line)
    judged = {plain(host) for host in case["hosts"]}
    for name, (kinds, read) in READERS.items():
        if case["kind"] not in kinds:
            continue
        try:
            seen = {plain(host) for host in flat(read(case["text"]))}
        except Exception:
            counts[name]["refused"] += 1
            continue
        if seen == judged:
            counts[name]["same"] += 1
        else:
            counts[name]["other"] += 1
            if len(examples) < 20:
                examples.append({"reader": name, "text": case["text"], "judged": sorted(judged), "seen": sorted(seen)})
json.dump({"counts": counts, "missing": MISSING, "examples": examples}, sys.stdout)
