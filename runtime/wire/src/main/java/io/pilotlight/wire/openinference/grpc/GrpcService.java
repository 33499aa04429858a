package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import java.util.function.BiFunction;
import java.util.function.Function;

/** The protocol's service: its path, and methods of one request and one response (HTTP/2 without encryption, known beforehand). */
public final class GrpcService {

    /** Before the names of its methods. */
    public static final String PATH = "/inference.GRPCInferenceService/";

    private GrpcService() {}

    /** Adds a method whose requests are small. */
    public static <T extends Message> void add(
            RouteTable table, String method, Parser<T> parser, Function<T, MessageLite> answer) {
        table.call(PATH + method, exchange -> reply(answer.apply(GrpcMessage.read(exchange.body(), parser))));
    }

    /** The same, where the answer depends on who asks. */
    public static <S, T extends Message> void addAs(
            RouteTable table,
            String method,
            Parser<T> parser,
            RouteTable.Asking<S> asking,
            BiFunction<S, T, MessageLite> answer) {
        table.callAs(
                PATH + method,
                asking,
                (who, exchange) -> reply(answer.apply(who, GrpcMessage.read(exchange.body(), parser))));
    }

    private static Reply reply(MessageLite answer) {
        return GrpcStatus.ok(GrpcMessage.of(answer));
    }
}
