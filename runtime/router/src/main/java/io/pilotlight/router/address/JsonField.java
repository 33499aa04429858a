package io.pilotlight.router.address;

import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A field of a JSON object, read without the rest of it: what comes after is not looked at, what comes before is skipped. */
final class JsonField {

    private JsonField() {}

    /** What was found of it. */
    sealed interface Found {
        record Text(String text) implements Found {}

        /** The document ends, or ends here, before it. */
        record Absent() implements Found {}

        /** It is no string, or the document is no object. The function says better what is wrong with it. */
        record Malformed() implements Found {}
    }

    /**
     * The field of an object, or of the first object of an array.
     *
     * @param array whether the document is to be an array of objects
     */
    static Found find(Buffer document, String field, boolean array) {
        try (JsonParser json = Json.FACTORY.createParser(document.getBytes())) {
            if (array && json.nextToken() != JsonToken.START_ARRAY) {
                return new Found.Malformed();
            }
            return json.nextToken() == JsonToken.START_OBJECT ? inObject(json, field) : new Found.Malformed();
        } catch (JsonEOFException e) {
            return new Found.Absent();
        } catch (StreamReadException e) {
            return new Found.Malformed();
        } catch (IOException e) {
            return new Found.Malformed();
        }
    }

    private static Found inObject(JsonParser json, String field) throws IOException {
        for (@Nullable JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            boolean wanted = json.currentName().equals(field);
            JsonToken value = json.nextToken();
            if (wanted) {
                return value == JsonToken.VALUE_STRING ? new Found.Text(json.getText()) : new Found.Malformed();
            }
            json.skipChildren();
        }
        return new Found.Absent();
    }
}
