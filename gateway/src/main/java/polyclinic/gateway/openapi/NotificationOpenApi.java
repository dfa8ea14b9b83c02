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
                        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}},
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
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
                        {"name": "X-CSRF-Token", "in": "header", "description": "In a browser's session: csrfToken of GET /api/v1/session", "schema": {"type": "string"}}],
                      "requestBody": {"required": false, "content": {"application/json": {"schema": {"type": "object", "maxProperties": 0}}}},
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
                        "200": {"description": "At most 1000 of them", "content": {"application/json": {"schema": {"type": "object", "required": ["items", "next"], "properties": {
                          "items": {"type": "array", "items": {"$ref": "#/components/schemas/PresentPerson"}}, "next": {"type": "null"}}}}}},
                        "401": {"description": "unauthorized"},
                        "403": {"description": "forbidden: the caller does not work here"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "unavailable"}}}}
                  },
                  "components": {"schemas": {
                    "NotificationPage": {
                      "type": "object",
                      "required": ["items", "next"],
                      "properties": {
                        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Notification"}},
                        "next": {"type": ["string", "null"], "format": "uuid", "description": "For after; null on the last page"}
                      }
                    },
                    "Notification": {
                      "type": "object",
                      "required": ["id", "type", "entityType", "entityId", "occurredAt", "read"],
                      "properties": {
                        "id": {"type": "string", "format": "uuid"},
                        "type": {"type": "string", "examples": ["task.created.v1"], "description": "What has happened"},
                        "entityType": {"type": "string", "examples": ["task"], "description": "To what"},
                        "entityId": {"type": "string", "format": "uuid"},
                        "patientId": {"type": "string", "format": "uuid", "description": "Whose it is; absent where it is nobody's, or where the caller may know no more than that it has ended"},
                        "occurredAt": {"type": "string", "format": "date-time"},
                        "read": {"type": "boolean"},
                        "readAt": {"type": "string", "format": "date-time", "description": "Absent while it is unread"}
                      }
                    },
                    "PresentPerson": {
                      "type": "object",
                      "required": ["subject", "roles", "since"],
                      "properties": {
                        "subject": {"type": "string", "description": "The account"},
                        "name": {"type": "string"},
                        "roles": {"type": "array", "items": {"type": "string"}},
                        "doctorId": {"type": "string", "format": "uuid", "description": "The doctor whose account it is"},
                        "since": {"type": "string", "format": "date-time"}
                      }
                    }
                  }}
                }
                """);
    }
}
