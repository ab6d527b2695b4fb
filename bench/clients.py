"""Many clients at once over HTTP, each asking again as soon as it is answered."""

import http.client
import threading
import time
from urllib.parse import urlsplit


def rate_per_second(url: str, cookies: list[str], seconds: float) -> float:
    """Answers per second with one client per cookie, connections kept open. Any answer but 200 raises."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}"
    done, wrong = [0] * len(cookies), []
    began = time.perf_counter()
    ends = began + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        while time.perf_counter() < ends:
            connection.request("GET", target, headers={"Cookie": cookies[number]})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                wrong.append(answer.status)
                break
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(cookies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong or not all(done):
        raise RuntimeError(f"{url} answered {wrong or done}")
    return sum(done) / (time.perf_counter() - began)
