package io.pilotlight.router.knative;

import java.io.Serial;

/** Why the API has not told what it was asked, as a part of a sentence for operators. */
final class KubernetesFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    KubernetesFault(String reason) {
        super(reason);
    }

    KubernetesFault(String reason, Throwable cause) {
        super(reason, cause);
    }
}
