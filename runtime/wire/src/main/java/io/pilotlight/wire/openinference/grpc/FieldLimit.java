package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import java.io.IOException;
import java.util.Set;

/**
 * How many fields a message may have. Two bytes are a field, and become an object of sixty: a body within its limit could fill
 * the memory, were they not counted before any of them is read.
 */
final class FieldLimit {

    /** More than all inputs and outputs of a model have together, with a hundred parameters each. */
    static final int MAX_FIELDS = 10_000;

    private final Set<Integer> messages;
    private int fields;

    private FieldLimit(Set<Integer> messages) {
        this.messages = messages;
    }

    /**
     * Refuses a message of too many fields.
     *
     * @param messages those of its fields that are messages, whose own fields count as well
     * @throws InferenceException {@code REQUEST_TOO_LARGE}
     * @throws com.google.protobuf.InvalidProtocolBufferException if it is none
     */
    static void require(ByteString message, Set<Integer> messages) throws IOException {
        new FieldLimit(messages).count(message.newCodedInput(), true);
    }

    private void count(CodedInputStream in, boolean outermost) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (++fields > MAX_FIELDS) {
                throw new InferenceException(
                        ErrorCode.REQUEST_TOO_LARGE, "message: expected at most " + MAX_FIELDS + " fields, got more");
            }
            if (outermost && isMessage(tag)) {
                int end = in.pushLimit(in.readRawVarint32());
                count(in, false);
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
    }

    private boolean isMessage(int tag) {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                && messages.contains(WireFormat.getTagFieldNumber(tag));
    }
}
