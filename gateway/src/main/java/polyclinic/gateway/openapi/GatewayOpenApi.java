package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonObject;

/** The OpenAPI document of what the gateway itself answers. */
final class GatewayOpenApi {

    private GatewayOpenApi() {}

    static JsonObject document() {
        return new JsonObject("""
                {
                  "tags": [{"name": "Gateway"}, {"name": "Live feed"}],
                  "paths": {
                    "/api/v1/stream": {
                      "get": {
                        "tags": ["Live feed"],
                        "operationId": "stream",
                        "summary": "What happens, as it happens",
                        "description": "Server-sent events; a WebSocket for a client that asks for one (RFC 6455), whose messages are the same objects. Every id is a place in the log: come back with the last one, in Last-Event-ID, as after, or as the first message {\\"lastEventId\\": …} of a WebSocket, and nothing is lost or told twice. An event gap says that what followed the place is not kept any more: read afresh. An event close says why the gateway ends the stream.",
                        "parameters": [
                          {"$ref": "#/components/parameters/FeedTopics"},
                          {"$ref": "#/components/parameters/FeedDoctor"},
                          {"$ref": "#/components/parameters/FeedPatient"},
                          {"$ref": "#/components/parameters/FeedPlace"},
                          {"name": "present", "in": "query", "description": "false for a screen on a wall: it is no sign that its account is here", "schema": {"type": "boolean", "default": true}},
                          {"name": "Last-Event-ID", "in": "header", "description": "The last id that the client had; it goes before after", "schema": {"type": "string"}}
                        ],
                        "responses": {
                          "101": {"description": "A WebSocket"},
                          "200": {"description": "A stream without end", "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/FeedEvent"}}}},
                          "401": {"description": "unauthorized"},
                          "403": {"description": "forbidden: no role of the caller's has one of the topics"},
                          "422": {"description": "invalid-input"},
                          "429": {"description": "too-many-streams, rate-limited"},
                          "503": {"description": "unavailable"}
                        }
                      }
                    },
                    "/api/v1/changes": {
                      "get": {
                        "tags": ["Live feed"],
                        "operationId": "changes",
                        "summary": "What has happened since",
                        "description": "The log of the stream for clients that were offline. Without after it answers with the place after which everything is new: take it before reading what you keep. deleted says that the thing is in no list any more.",
                        "parameters": [
                          {"$ref": "#/components/parameters/FeedPlace"},
                          {"name": "limit", "in": "query", "description": "How many at most", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}},
                          {"$ref": "#/components/parameters/FeedTopics"},
                          {"$ref": "#/components/parameters/FeedDoctor"},
                          {"$ref": "#/components/parameters/FeedPatient"}
                        ],
                        "responses": {
                          "200": {"description": "The next ones", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changes"}}}},
                          "401": {"description": "unauthorized"},
                          "403": {"description": "forbidden: no role of the caller's has one of the topics"},
                          "410": {"description": "changes-gone: the place is too old, or of a log that was lost"},
                          "422": {"description": "invalid-input"},
                          "429": {"description": "rate-limited"},
                          "503": {"description": "unavailable"}
                        }
                      }
                    },
                    "/api/sync/health": {
                      "get": {
                        "tags": ["Gateway"],
                        "operationId": "systemHealth",
                        "summary": "Every service and every store, with its latency",
                        "security": [],
                        "responses": {
                          "200": {"description": "All required services and stores are up", "content": {"application/json":
                            {"schema": {"$ref": "#/components/schemas/SystemHealth"}}}},
                          "503": {"description": "A required service or store is down", "content": {"application/json":
                            {"schema": {"$ref": "#/components/schemas/SystemHealth"}}}}
                        }
                      }
                    }
                  },
                  "components": {"parameters": {
                    "FeedTopics": {"name": "topics", "in": "query", "description": "Parted by commas; all without it",
                      "schema": {"type": "string", "example": "queue,appointments,alerts,tasks"}},
                    "FeedDoctor": {"name": "doctorId", "in": "query", "description": "What has this doctor alone", "schema": {"type": "string", "format": "uuid"}},
                    "FeedPatient": {"name": "patientId", "in": "query", "description": "What is about this patient alone", "schema": {"type": "string", "format": "uuid"}},
                    "FeedPlace": {"name": "after", "in": "query", "description": "A place in the log", "schema": {"type": "integer", "format": "int64"}}
                  }, "schemas": {
                    "FeedEvent": {
                      "type": "object",
                      "description": "Something that has happened",
                      "required": ["seq", "type", "occurredAt", "entityType", "entityId", "data"],
                      "properties": {
                        "seq": {"type": "integer", "format": "int64", "description": "Its place in the log", "examples": [1042]},
                        "type": {"type": "string", "description": "What has happened", "examples": ["queue.entry-moved.v1"]},
                        "occurredAt": {"type": "string", "format": "date-time", "description": "When", "examples": ["2026-11-26T09:30:00Z"]},
                        "entityType": {"type": "string", "description": "To what, in snake case", "examples": ["queue_entry"]},
                        "entityId": {"type": "string", "format": "uuid", "description": "Its id", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"]},
                        "deleted": {"type": "boolean", "description": "Only where it is true"},
                        "data": {"type": "object", "additionalProperties": true, "examples": [{"status": "in_consultation"}], "description": "Ids, times and states; read the thing itself for the rest"}
                      }
                    },
                    "Changes": {
                      "type": "object",
                      "description": "The next events of the log",
                      "required": ["items", "next", "more"],
                      "properties": {
                        "items": {"type": "array", "description": "The events, oldest first", "items": {"$ref": "#/components/schemas/FeedEvent"}},
                        "next": {"type": "integer", "format": "int64", "description": "Go on after this place", "examples": [1042]},
                        "more": {"type": "boolean", "description": "Whether the log goes on after next"}
                      }
                    },
                    "SystemHealth": {
                      "type": "object",
                      "description": "How the suite is",
                      "required": ["status", "timestamp", "services", "uptime", "environment", "version"],
                      "properties": {
                        "status": {"type": "string", "description": "Of all of it", "enum": ["healthy", "degraded", "unhealthy"]},
                        "timestamp": {"type": "string", "format": "date-time", "description": "When it was looked at", "examples": ["2026-11-26T09:30:00Z"]},
                        "services": {"$ref": "#/components/schemas/ServicesHealth", "description": "Each of them"},
                        "uptime": {"type": "integer", "format": "int64", "description": "Seconds, of the gateway that answers", "examples": [86400]},
                        "environment": {"type": "string", "description": "Where it runs", "examples": ["production"]},
                        "version": {"type": "string", "description": "Of the suite", "examples": ["1.0.0"]}
                      }
                    },
                    "ServicesHealth": {
                      "type": "object",
                      "description": "The stores, the services by their names, and all services together as api",
                      "required": ["postgres", "mongodb", "redis", "kafka", "s3", "keycloak", "websocket", "api"],
                      "properties": {
                        "postgres": {"$ref": "#/components/schemas/ComponentHealth", "description": "PostgreSQL"},
                        "mongodb": {"$ref": "#/components/schemas/ComponentHealth", "description": "MongoDB"},
                        "redis": {"$ref": "#/components/schemas/ComponentHealth", "description": "Redis"},
                        "kafka": {"$ref": "#/components/schemas/ComponentHealth", "description": "Kafka"},
                        "s3": {"$ref": "#/components/schemas/ComponentHealth", "description": "The store of files"},
                        "keycloak": {"$ref": "#/components/schemas/ComponentHealth", "description": "The identity provider"},
                        "websocket": {"type": "string", "description": "Whether the live feed goes", "enum": ["connected", "disconnected"]},
                        "api": {"type": "string", "description": "All services together", "enum": ["healthy", "degraded", "unhealthy"]}
                      },
                      "additionalProperties": {"$ref": "#/components/schemas/ComponentHealth"}
                    },
                    "ComponentHealth": {
                      "type": "object",
                      "description": "How a service or a store is",
                      "required": ["connected", "status"],
                      "properties": {
                        "connected": {"type": "boolean", "description": "Whether it answers"},
                        "status": {"type": "string", "description": "How it is", "enum": ["healthy", "unhealthy", "unknown"]},
                        "latencyMs": {"type": "number", "description": "Milliseconds that it took to answer", "examples": [1.2]}
                      }
                    }
                  }}
                }
                """);
    }
}
