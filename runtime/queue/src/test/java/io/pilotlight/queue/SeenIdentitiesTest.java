package io.pilotlight.queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeenIdentitiesTest {

    @Test
    void identity_seenWithinTheWindow_isRepeated() {
        SeenIdentities seen = new SeenIdentities(10);

        assertThat(seen.isRepeated("a", 0)).isFalse();
        assertThat(seen.isRepeated("b", 1)).isFalse();
        assertThat(seen.isRepeated("a", 10)).isTrue();
        assertThat(seen.isRepeated("b", 12)).as("eleven offsets later").isFalse();
    }

    @Test
    void repetition_keepsTheIdentityInTheWindow() {
        SeenIdentities seen = new SeenIdentities(10);
        seen.isRepeated("a", 0);
        seen.isRepeated("a", 8);

        assertThat(seen.isRepeated("a", 16)).isTrue();
    }

    /** Whoever begins anywhere and reads the window before finds what one who has read all finds. */
    @Test
    void windowReadAgain_findsTheSame() {
        int window = 7;
        String[] log = "a b a c d a e f g h i a b b c d e f a a k l m n o p a".split(" ", -1);
        SeenIdentities whole = new SeenIdentities(window);
        boolean[] repeated = new boolean[log.length];
        for (int i = 0; i < log.length; i++) {
            repeated[i] = whole.isRepeated(log[i], i);
        }
        for (int begin = 0; begin < log.length; begin++) {
            SeenIdentities again = new SeenIdentities(window);
            for (int i = Math.max(0, begin - window); i < log.length; i++) {
                boolean found = again.isRepeated(log[i], i);
                if (i >= begin) {
                    assertThat(found).as("offset %d, begun at %d", i, begin).isEqualTo(repeated[i]);
                }
            }
        }
    }

    @Test
    void memory_isBoundedByTheWindow() {
        SeenIdentities seen = new SeenIdentities(100);
        for (int i = 0; i < 10_000; i++) {
            seen.isRepeated("record " + i, i);
        }
        assertThat(seen.size()).isLessThanOrEqualTo(101);
    }
}
