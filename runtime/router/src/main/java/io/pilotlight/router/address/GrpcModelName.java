package io.pilotlight.router.address;

import io.vertx.core.buffer.Buffer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The {@code model_name} of the first message of a gRPC call: field 1 of {@code ModelInferRequest}. A message is a prefix of five bytes,
 * the last four of them its length, and fields, each a tag and a value (<a href="https://protobuf.dev/programming-guides/encoding/">
 * encoding</a>); other fields are skipped. What is malformed is left to the function to refuse, where it can be found.
 */
final class GrpcModelName implements BodyAddress {

    private static final int PREFIX_BYTES = 5;
    private static final int FIELD = 1;
    private static final int MOST_FIELDS = 10_000;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final Found MISSING = new Found.Missing(
            "model_name", "`model_name`: expected a string in the call's first message, it is missing");

    @Override
    public Found find(Buffer body, boolean whole) {
        Found unfinished = whole ? MISSING : new Found.NotYet();
        if (body.length() < PREFIX_BYTES) {
            return unfinished;
        }
        long length = body.getUnsignedInt(1);
        int end = (int) Math.min(body.length(), PREFIX_BYTES + length);
        boolean complete = body.length() >= PREFIX_BYTES + length;
        return new Fields(body, PREFIX_BYTES, end, complete ? MISSING : unfinished).find();
    }

    private static final long CUT_OFF = -1;
    private static final long MALFORMED = -2;

    /** The fields of one message, as far as it has come. */
    private static final class Fields {

        private final Buffer bytes;
        private final int end;
        private final Found unfinished;
        private int position;

        Fields(Buffer bytes, int position, int end, Found unfinished) {
            this.bytes = bytes;
            this.position = position;
            this.end = end;
            this.unfinished = unfinished;
        }

        Found find() {
            for (int fields = 0; fields < MOST_FIELDS; fields++) {
                long tag = varint();
                if (tag < 0) {
                    return tag == CUT_OFF ? unfinished : MISSING;
                }
                int type = (int) (tag & 7);
                if (tag >>> 3 == FIELD && type == LENGTH_DELIMITED) {
                    return text(varint());
                }
                long skipped = skip(type);
                if (skipped == MALFORMED) {
                    return MISSING;
                }
                if (skipped == CUT_OFF || position + skipped > end) {
                    return unfinished;
                }
                position += (int) skipped;
            }
            return MISSING;
        }

        /** How many more bytes a value takes; or {@link #CUT_OFF} or {@link #MALFORMED}. */
        private long skip(int type) {
            return switch (type) {
                case VARINT -> Math.min(varint(), 0);
                case FIXED_64 -> 8;
                case LENGTH_DELIMITED -> varint();
                case FIXED_32 -> 4;
                default -> MALFORMED;
            };
        }

        private Found text(long length) {
            if (length == MALFORMED) {
                return MISSING;
            }
            if (length == CUT_OFF || position + length > end) {
                return unfinished;
            }
            byte[] utf8 = bytes.getBytes(position, position + (int) length);
            try {
                return new Found.Is(new Address.Function(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString()));
            } catch (CharacterCodingException e) {
                return MISSING;
            }
        }

        /** A number of seven bits a byte; or {@link #CUT_OFF} or {@link #MALFORMED}. */
        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 63 && position < end; shift += 7) {
                byte next = bytes.getByte(position++);
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            return position < end ? MALFORMED : CUT_OFF;
        }
    }
}
