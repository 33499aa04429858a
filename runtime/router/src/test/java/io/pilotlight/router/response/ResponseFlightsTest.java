package io.pilotlight.router.response;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Tensors;
import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.ItemKey;
import io.pilotlight.cache.ResponseCache;
import io.pilotlight.router.response.ResponseFlights.Boarding;
import io.pilotlight.router.response.ResponseFlights.Landing;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseFlightsTest {

    private static final ItemKey KEY = key();

    private final ResponseFlights flights = new ResponseFlights();
    private final List<Landing> told = new ArrayList<>();

    private static ItemKey key() {
        Sha256 digest = new Sha256("0".repeat(64));
        try (AnswerCache answers = new AnswerCache(0, Duration.ofHours(1), Optional.empty(), InstantSource.system())) {
            return new ResponseCache(answers)
                    .key(new ResponseCache.Origin("", "f", digest, List.of(digest)), Tensors.of(Map.of()))
                    .orElseThrow();
        }
    }

    @Test
    void firstMakesIt_othersWaitAndAreTold() {
        Boarding first = flights.board(KEY, LatencyTier.INTERACTIVE, told::add);
        Boarding second = flights.board(KEY, LatencyTier.INTERACTIVE, told::add);
        Boarding batch = flights.board(KEY, LatencyTier.BATCH, told::add);

        assertThat(second).isInstanceOf(Boarding.Waits.class);
        assertThat(batch).isInstanceOf(Boarding.Waits.class);
        Boarding.Maker maker = (Boarding.Maker) first;
        maker.flight().land(new Landing.NotShared());
        maker.flight().land(new Landing.Abandoned());

        assertThat(told).containsExactly(new Landing.NotShared(), new Landing.NotShared());
    }

    @Test
    void whoIsInMoreOfAHurryThanItsMaker_doesNotWait() {
        flights.board(KEY, LatencyTier.BATCH, told::add);

        assertThat(flights.board(KEY, LatencyTier.REALTIME, told::add)).isInstanceOf(Boarding.Alone.class);
    }

    @Test
    void afterItHasLanded_theNextMakesItAnew() {
        Boarding.Maker maker = (Boarding.Maker) flights.board(KEY, LatencyTier.BATCH, told::add);
        maker.flight().land(new Landing.NotShared());

        assertThat(flights.board(KEY, LatencyTier.BATCH, told::add)).isInstanceOf(Boarding.Maker.class);
    }
}
