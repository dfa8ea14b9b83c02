package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** The OpenAPI document of people's notifications and of who is here. */
final class NotificationOpenApi {

    private NotificationOpenApi() {}

    static Set<String> paths() {
        return document().getJsonObject("paths").fieldNames();
    }

    static JsonObject document() {
        return new JsonObject("""
                {
                  "tags": [{"name": "Notifications"}, {"name": "Presence"}],
                  "paths": {
                    "/api/v1/notifications": {"get": {
                      "tags": ["Notifications"], "operationId": "listNotifications", "summary": "What the caller is to know of, the newest first",
                      "description": "Of 30 days, as far as the caller may be told of it at the moment: as an account, in a role, as a doctor, as a patient. Each says what it is about; read that from the service that owns it. The topic notifications of the stream has them as they come. A page may be shorter than limit and still have a next one.",
                      "parameters": [
                        {"name": "unread", "in": "query", "description": "Those alone that the caller has not read", "schema": {"type": "boolean", "default": false}},
                        {"name": "limit", "in": "query", "description": "How many at most", "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}},
                        {"name": "after", "in": "query", "description": "next of the page before", "schema": {"type": "string", "format": "uuid"}}],
                      "responses": {
                        "200": {"description": "A page", "headers": {"Link": {"description": "rel=next, when there is one", "schema": {"type": "string"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NotificationPage"}}}},
                        "401": {"description": "unauthorized"},
                        "403": {"description": "forbidden: the caller has no role of the clinic's"},
                        "422": {"description": "invalid-input"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "unavailable"}}}},
                    "/api/v1/notifications/{id}/read": {"post": {
                      "tags": ["Notifications"], "operationId": "readNotification", "summary": "Say that the caller has read it",
                      "description": "Said twice it is as it was after the first time, with the time of the first. The caller's other streams are told.",
                      "parameters": [
                        {"name": "id", "in": "path", "required": true, "description": "The id of the thing", "schema": {"type": "string", "format": "uuid"}},
                        {"name": "X-CSRF-Token", "in": "header", "description": "In a browser's session: csrfToken of GET /api/v1/session", "schema": {"type": "string"}}],
                      "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EmptyBody"}}}},
                      "responses": {
                        "200": {"description": "The notification, read", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Notification"}}}},
                        "401": {"description": "unauthorized"},
                        "403": {"description": "forbidden: the caller has no role of the clinic's; cross-site-request"},
                        "404": {"description": "not-found: the caller has none of this id, or may not be told of it any more"},
                        "413": {"description": "too-large"},
                        "422": {"description": "invalid-input"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "unavailable"}}}},
                    "/api/v1/presence": {"get": {
                      "tags": ["Presence"], "operationId": "listPresence", "summary": "Who of the staff is here",
                      "description": "Whoever has a stream open, once, whatever devices they have; who has none any more stays for 30 s. Whoever has been here for longest comes first. The topic presence of the stream says who comes and goes.",
                      "responses": {
                        "200": {"description": "At most 1000 of them", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PresencePage"}}}},
                        "401": {"description": "unauthorized"},
                        "403": {"description": "forbidden: the caller does not work here"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "unavailable"}}}}
                  },
                  "components": {"schemas": {
                    "EmptyBody": {"type": "object", "description": "An empty object: the action needs nothing"},
                    "PresencePage": {
                      "type": "object",
                      "description": "Who is here, all of them",
                      "required": ["items", "next"],
                      "properties": {
                        "items": {"type": "array", "description": "The entries", "items": {"$ref": "#/components/schemas/PresentPerson"}},
                        "next": {"type": ["string", "null"], "description": "Always null", "examples": [null]}
                      }
                    },
                    "NotificationPage": {
                      "type": "object",
                      "description": "One page, and where the next one begins",
                      "required": ["items", "next"],
                      "properties": {
                        "items": {"type": "array", "description": "The entries", "items": {"$ref": "#/components/schemas/Notification"}},
                        "next": {"type": ["string", "null"], "format": "uuid", "description": "For after; null on the last page", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"]}
                      }
                    },
                    "Notification": {
                      "type": "object",
                      "description": "Something that the caller is to know of",
                      "required": ["id", "type", "entityType", "entityId", "occurredAt", "read"],
                      "properties": {
                        "id": {"type": "string", "format": "uuid", "description": "The id", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"]},
                        "type": {"type": "string", "examples": ["task.created.v1"], "description": "What has happened"},
                        "entityType": {"type": "string", "examples": ["task"], "description": "To what"},
                        "entityId": {"type": "string", "format": "uuid", "description": "Its id", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"]},
                        "patientId": {"type": "string", "format": "uuid", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"], "description": "Whose it is; absent where it is nobody's, or where the caller may know no more than that it has ended"},
                        "occurredAt": {"type": "string", "format": "date-time", "description": "When", "examples": ["2026-11-26T09:30:00Z"]},
                        "read": {"type": "boolean", "description": "Whether the caller has read it"},
                        "readAt": {"type": "string", "format": "date-time", "examples": ["2026-11-26T09:30:00Z"], "description": "Absent while it is unread"}
                      }
                    },
                    "PresentPerson": {
                      "type": "object",
                      "description": "Somebody of the staff who is here",
                      "required": ["subject", "roles", "since"],
                      "properties": {
                        "subject": {"type": "string", "description": "The account", "examples": ["8f0c2f5e-6f2b-4c0e-9d53-2b7f3d1f2a10"]},
                        "name": {"type": "string", "description": "The person's name", "examples": ["Asha Rao"]},
                        "roles": {"type": "array", "description": "Roles in the clinic", "examples": [["doctor"]], "items": {"type": "string"}},
                        "doctorId": {"type": "string", "format": "uuid", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"], "description": "The doctor whose account it is"},
                        "since": {"type": "string", "format": "date-time", "description": "Since when", "examples": ["2026-11-26T09:30:00Z"]}
                      }
                    }
                  }}
                }
                """);
    }
}
