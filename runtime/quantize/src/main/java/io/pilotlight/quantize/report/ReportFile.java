package io.pilotlight.quantize.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reports as JSON. */
public final class ReportFile {

    /** The file's name, beside the models. */
    public static final String NAME = "report.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private ReportFile() {}

    public static String json(Report report) {
        try {
            return JSON.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report holds nothing that JSON does not know", e);
        }
    }

    /** What the report in a folder says that its models were made of, if there is one. */
    public static Optional<String> made(Path folder) {
        try {
            JsonNode report = JSON.readTree(Files.readString(folder.resolve(NAME)));
            return Optional.ofNullable(report.path("made").asText(null));
        } catch (IOException noneOrNoReport) {
            return Optional.empty();
        }
    }
}
