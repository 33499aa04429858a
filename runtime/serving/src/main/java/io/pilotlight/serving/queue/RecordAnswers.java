package io.pilotlight.serving.queue;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.Outcome;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.queue.QueueRecord;
import io.pilotlight.queue.RecordHandler;
import io.pilotlight.serving.ItemLimitsConfig;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.http.TenantConfig;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Answers records side by side, each as a request of its own, so that what is wrong with one is said of that one alone: the lanes run
 * a batch again row by row if it fails. All are of the tier {@code batch}, and what the lanes have no room for now is asked again a
 * little later, which is how interactive requests go first.
 */
@Singleton
public class RecordAnswers implements RecordHandler {

    private static final Logger LOG = Logger.getLogger(RecordAnswers.class);

    /** Enough to fill the widest batch, and of the lanes' queue a small part. */
    private static final int SIDE_BY_SIDE = 256;

    /** Of the lanes' queue, what is left to others at least. */
    private static final int QUEUE_SHARE = 4;

    private static final Duration LITTLE = Duration.ofMillis(20);

    /** What a record's trace goes on with in its outcome. */
    private static final List<String> CARRIED = List.of("traceparent", "tracestate", OutcomeHeaders.IDEMPOTENCY_KEY);

    private final MessageReader reader;
    private final MessageAnswers answers;
    private final RecordSpans spans;
    private final Optional<String> tenantHeader;
    private final int sideBySide;

    @Inject
    RecordAnswers(
            MessageAnswers answers,
            RecordSpans spans,
            LimitsConfig limits,
            ItemLimitsConfig items,
            TenantConfig tenants) {
        this.reader = new MessageReader(limits.bodySize().asLongValue());
        this.answers = answers;
        this.spans = spans;
        this.tenantHeader = tenants.header();
        this.sideBySide = Math.clamp(items.queuedRows() / QUEUE_SHARE, 1, SIDE_BY_SIDE);
    }

    @Override
    public Optional<String> identity(QueueRecord record) {
        return reader.identity(record.headers(), record.value());
    }

    @Override
    public List<Outcome> answer(List<QueueRecord> records, Deadline deadline) {
        @Nullable Outcome[] outcomes = new Outcome[records.size()];
        new SideBySide(records.size(), sideBySide, i -> {
                    QueueRecord record = records.get(i);
                    outcomes[i] = spans.around(record, () -> answer(record, deadline));
                })
                .run();
        return Arrays.stream(outcomes).map(RecordAnswers::known).toList();
    }

    private static Outcome known(@Nullable Outcome outcome) {
        if (outcome == null) {
            throw new IllegalStateException("every record has been answered or refused");
        }
        return outcome;
    }

    private Outcome answer(QueueRecord record, Deadline deadline) {
        Headers headers = carried(record.headers());
        try {
            Message message = reader.read(record.headers(), record.value());
            MessageAnswers.identify(message, headers);
            Call call = new Call(LatencyTier.BATCH, deadline, CacheControl.NONE, tenant(record.headers()));
            return patiently(message, call, headers);
        } catch (InferenceException e) {
            return new Outcome.Failed(e, headers);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) { // one record's fault, as far as is known
            LOG.errorf(e, "%s: answering it failed", record.origin());
            return new Outcome.Failed(
                    new InferenceException(ErrorCode.INTERNAL, "answering the record failed: " + e, e), headers);
        }
    }

    private Outcome patiently(Message message, Call call, Headers headers) {
        while (true) {
            Headers all = new RecordHeaders(headers);
            try {
                return new Outcome.Answered(answers.answer(message, call, all), all);
            } catch (InferenceException e) {
                Duration pause = e.retryAfter()
                        .filter(after -> after.compareTo(LITTLE) < 0)
                        .orElse(LITTLE);
                if (e.code() != ErrorCode.QUEUE_FULL
                        || call.deadline().remainingNanos(System.nanoTime()) < pause.toNanos()) {
                    throw e;
                }
                sleep(pause);
            }
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw Call.abandoned();
        }
    }

    private String tenant(Headers headers) {
        return tenantHeader
                .flatMap(name -> HeaderValues.text(headers, name))
                .map(Call::tenant)
                .orElse(Call.NO_TENANT);
    }

    private static Headers carried(Headers headers) {
        Headers carried = new RecordHeaders();
        for (String name : CARRIED) {
            Header header = headers.lastHeader(name);
            if (header != null) {
                carried.add(header);
            }
        }
        return carried;
    }
}
