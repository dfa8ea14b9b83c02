package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonObject;

/** The OpenAPI document of what the gateway itself answers. */
final class GatewayOpenApi {

    private GatewayOpenApi() {}

    static JsonObject document() {
        return new JsonObject("""
                {
                  "tags": [{"name": "Gateway"}],
                  "paths": {
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
                  "components": {"schemas": {
                    "SystemHealth": {
                      "type": "object",
                      "required": ["status", "checkedAt", "services", "stores"],
                      "properties": {
                        "status": {"type": "string", "enum": ["up", "degraded", "down"]},
                        "checkedAt": {"type": "string", "format": "date-time"},
                        "services": {"type": "array", "items": {"$ref": "#/components/schemas/ComponentHealth"}},
                        "stores": {"type": "array", "items": {"$ref": "#/components/schemas/ComponentHealth"}}
                      }
                    },
                    "ComponentHealth": {
                      "type": "object",
                      "required": ["name", "status", "latencyMs"],
                      "properties": {
                        "name": {"type": "string"},
                        "status": {"type": "string", "enum": ["up", "down"]},
                        "latencyMs": {"type": "number", "description": "milliseconds"}
                      }
                    }
                  }}
                }
                """);
    }
}
