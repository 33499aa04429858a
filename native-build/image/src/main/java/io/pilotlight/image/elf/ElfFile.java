package io.pilotlight.image.elf;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Linux executable or shared library says of itself (System V ABI, ELF-64).
 *
 * @param interpreter the dynamic loader's path, of an executable that has one
 * @param name the name under which others ask for this library
 * @param needed the names of the libraries that must be there
 * @param neededGlibc the oldest GNU C library that it runs with, if it needs one
 * @param ownGlibc the version of the GNU C library that this file is, if it is that
 */
public record ElfFile(
        Path file,
        Architecture architecture,
        Optional<String> interpreter,
        Optional<String> name,
        List<String> needed,
        Optional<GlibcVersion> neededGlibc,
        Optional<GlibcVersion> ownGlibc) {

    private static final int MAGIC = 0x464c457f; // 0x7f 'E' 'L' 'F'
    private static final int HEADER_BYTES = 64;

    public ElfFile {
        needed = List.copyOf(needed);
    }

    /**
     * Reads a file.
     *
     * @throws ElfException if it is none of a processor that images are written for
     */
    public static ElfFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.limit() < HEADER_BYTES || bytes.getInt(0) != MAGIC || bytes.get(4) != 2 || bytes.get(5) != 1) {
                throw new ElfException(
                        "file " + file + ": expected a 64-bit Linux executable or library, got another file;"
                                + " './pilotlight native --container' builds one on other systems");
            }
            int machine = bytes.getShort(18);
            Architecture architecture = Architecture.of(machine)
                    .orElseThrow(() -> new ElfException(
                            "file " + file + ": expected one for x86-64 or AArch64, got ELF machine " + machine));
            return new Reader(file, bytes).read(architecture);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            throw new ElfException("file " + file + ": expected a whole executable or library, it is cut off", e);
        } catch (IOException e) {
            throw new ElfException("file " + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** One pass over a file: its segments, then its dynamic section. */
    private static final class Reader {

        private static final int LOAD = 1;
        private static final int DYNAMIC = 2;
        private static final int INTERPRETER = 3;
        private static final int SEGMENT_BYTES = 56;

        private static final long NEEDED = 1;
        private static final long STRINGS = 5;
        private static final long NAME = 14;
        private static final long VERSIONS_NEEDED = 0x6ffffffeL;
        private static final long VERSIONS_NEEDED_COUNT = 0x6fffffffL;
        private static final long VERSIONS_DEFINED = 0x6ffffffcL;
        private static final long VERSIONS_DEFINED_COUNT = 0x6ffffffdL;

        private final Path file;
        private final ByteBuffer bytes;
        private final List<Segment> loaded = new ArrayList<>();
        private final List<Long> neededAt = new ArrayList<>();
        private final Map<Long, Long> dynamic = new HashMap<>();
        private Optional<String> interpreter = Optional.empty();

        /** Bytes of the file that lie at an address of the process. */
        private record Segment(long offset, long address, long size) {}

        Reader(Path file, ByteBuffer bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        ElfFile read(Architecture architecture) {
            readSegments();
            Set<String> needed = new LinkedHashSet<>();
            neededAt.forEach(at -> needed.add(string(at)));
            Optional<String> name = Optional.ofNullable(dynamic.get(NAME)).map(this::string);
            Optional<GlibcVersion> own =
                    name.filter(SystemLibraries.C_LIBRARY::equals).flatMap(_ -> newest(defined()));
            return new ElfFile(
                    file, architecture, interpreter, name, List.copyOf(needed), newest(versionsNeeded()), own);
        }

        private void readSegments() {
            int table = Math.toIntExact(bytes.getLong(32));
            int count = Short.toUnsignedInt(bytes.getShort(56));
            long dynamicAt = -1;
            for (int i = 0; i < count; i++) {
                int at = table + i * SEGMENT_BYTES;
                Segment segment = new Segment(bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 32));
                switch (bytes.getInt(at)) {
                    case LOAD -> loaded.add(segment);
                    case DYNAMIC -> dynamicAt = segment.offset();
                    case INTERPRETER -> interpreter = Optional.of(text(Math.toIntExact(segment.offset())));
                    default -> {}
                }
            }
            for (int at = Math.toIntExact(dynamicAt); at >= 0 && bytes.getLong(at) != 0; at += 16) {
                if (bytes.getLong(at) == NEEDED) {
                    neededAt.add(bytes.getLong(at + 8));
                } else {
                    dynamic.put(bytes.getLong(at), bytes.getLong(at + 8));
                }
            }
        }

        private List<String> versionsNeeded() {
            List<String> versions = new ArrayList<>();
            int at = table(VERSIONS_NEEDED);
            for (long i = dynamic.getOrDefault(VERSIONS_NEEDED_COUNT, 0L); i > 0; i--) {
                int version = at + bytes.getInt(at + 8);
                for (int j = bytes.getShort(at + 2); j > 0; j--) {
                    versions.add(string(bytes.getInt(version + 8)));
                    version += bytes.getInt(version + 12);
                }
                at += bytes.getInt(at + 12);
            }
            return versions;
        }

        private List<String> defined() {
            List<String> versions = new ArrayList<>();
            int at = table(VERSIONS_DEFINED);
            for (long i = dynamic.getOrDefault(VERSIONS_DEFINED_COUNT, 0L); i > 0; i--) {
                versions.add(string(bytes.getInt(at + bytes.getInt(at + 12))));
                at += bytes.getInt(at + 16);
            }
            return versions;
        }

        private static Optional<GlibcVersion> newest(List<String> versions) {
            return versions.stream()
                    .flatMap(version -> GlibcVersion.ofSymbols(version).stream())
                    .max(GlibcVersion::compareTo);
        }

        private int table(long tag) {
            return dynamic.containsKey(tag) ? offset(dynamic.get(tag)) : 0;
        }

        private String string(long index) {
            return text(offset(dynamic.getOrDefault(STRINGS, -1L)) + Math.toIntExact(index));
        }

        /** Where in the file lies what the process has at an address. */
        private int offset(long address) {
            for (Segment segment : loaded) {
                if (address >= segment.address() && address < segment.address() + segment.size()) {
                    return Math.toIntExact(address - segment.address() + segment.offset());
                }
            }
            throw new IndexOutOfBoundsException("address " + address);
        }

        private String text(int at) {
            int end = at;
            while (bytes.get(end) != 0) {
                end++;
            }
            byte[] text = new byte[end - at];
            bytes.get(at, text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
