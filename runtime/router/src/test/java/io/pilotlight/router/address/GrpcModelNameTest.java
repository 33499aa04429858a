package io.pilotlight.router.address;

import io.pilotlight.router.address.BodyAddress.Found;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcModelNameTest {

    private final BodyAddress reader = new GrpcModelName();

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((number << 3) | 2);
        int length = content.length;
        while (length > 127) {
            bytes.write((length & 127) | 128);
            length >>>= 7;
        }
        bytes.write(length);
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Buffer message(byte[]... fields) {
        Buffer content = Buffer.buffer();
        for (byte[] field : fields) {
            content.appendBytes(field);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(content.length()).appendBuffer(content);
    }

    private static Found named(String name) {
        return new Found.Is(new Address.Function(name));
    }

    @Test
    void firstField_isTheName() {
        assertThat(reader.find(message(field(1, text("embed"))), true)).isEqualTo(named("embed"));
    }

    @Test
    void otherFieldsBefore_areSkipped() {
        byte[] varint = {(2 << 3), (byte) 0x96, 1};
        byte[] fixed64 = {(3 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8};
        byte[] fixed32 = {(4 << 3) | 5, 1, 2, 3, 4};

        Buffer body = message(varint, fixed64, field(7, new byte[1_000]), fixed32, field(1, text("ümläut")));

        assertThat(reader.find(body, true)).isEqualTo(named("ümläut"));
    }

    @Test
    void partOfAMessage_isNotYetKnown_atAnyCut() {
        Buffer body = message(field(7, new byte[300]), field(1, text("embed")));
        for (int cut = 0; cut < body.length(); cut++) {
            assertThat(reader.find(body.slice(0, cut), false))
                    .as("cut at %d", cut)
                    .isEqualTo(new Found.NotYet());
        }
        assertThat(reader.find(body, false)).isEqualTo(named("embed"));
    }

    @Test
    void messageWithoutAName_isToldSo_alsoWhenMoreMessagesMayCome() {
        assertThat(reader.find(message(field(7, new byte[3])), false)).isInstanceOf(Found.Missing.class);
        assertThat(reader.find(Buffer.buffer(), true)).isInstanceOf(Found.Missing.class);
    }

    @Test
    void nameOfASecondMessage_isNotTaken() {
        Buffer body = message().appendBuffer(message(field(1, text("embed"))));

        assertThat(reader.find(body, true)).isInstanceOf(Found.Missing.class);
    }

    @Test
    void anyBytes_giveAnAnswer() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(reader.find(Buffer.buffer(bytes), random.nextBoolean())).isNotNull();
        }
    }
}
