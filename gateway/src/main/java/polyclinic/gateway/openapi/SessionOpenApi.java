package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** The OpenAPI document of signing in and out in browsers, and of their sessions. */
final class SessionOpenApi {

    private SessionOpenApi() {}

    static Set<String> paths() {
        return document().getJsonObject("paths").fieldNames();
    }

    static JsonObject document() {
        return new JsonObject("""
                {
                  "tags": [{"name": "Sign-in", "description": "Browser sessions: the tokens stay at the gateway, the browser has a cookie. A change in a session needs the Origin of this site and the header X-CSRF-Token."}],
                  "paths": {
                    "/login": {"get": {
                      "tags": ["Sign-in"], "operationId": "signIn", "summary": "Send the browser to the identity provider", "security": [],
                      "parameters": [{"name": "return", "in": "query", "description": "The path of this site to which the browser returns", "schema": {"type": "string", "maxLength": 2000, "default": "/"}}],
                      "responses": {
                        "303": {"description": "To the identity provider", "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}}},
                        "400": {"description": "invalid-return"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/callback": {"get": {
                      "tags": ["Sign-in"], "operationId": "completeSignIn", "summary": "Take the browser back from the identity provider", "security": [],
                      "parameters": [
                        {"name": "state", "in": "query", "required": true, "schema": {"type": "string"}},
                        {"name": "code", "in": "query", "schema": {"type": "string"}},
                        {"name": "error", "in": "query", "schema": {"type": "string"}},
                        {"name": "iss", "in": "query", "schema": {"type": "string"}}],
                      "responses": {
                        "303": {"description": "Signed in; to where the sign-in was begun", "headers": {"Location": {"schema": {"type": "string"}}, "Set-Cookie": {"schema": {"type": "string"}}}},
                        "400": {"description": "invalid-sign-in"},
                        "403": {"description": "sign-in-refused"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/logout": {"post": {
                      "tags": ["Sign-in"], "operationId": "signOut", "summary": "End the session of this browser, here and at the identity provider", "security": [],
                      "parameters": [{"$ref": "#/components/parameters/CsrfToken"}],
                      "responses": {
                        "204": {"description": "There is no session any more"},
                        "403": {"description": "cross-site-request"},
                        "503": {"description": "sessions-unavailable"}}}},
                    "/backchannel-logout": {"post": {
                      "tags": ["Sign-in"], "operationId": "backchannelLogout", "summary": "The identity provider says that a session has ended (OpenID Connect Back-Channel Logout 1.0)", "security": [],
                      "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["logout_token"], "properties": {"logout_token": {"type": "string"}}}}}},
                      "responses": {
                        "200": {"description": "What came from it has ended"},
                        "400": {"description": "invalid-logout-token"},
                        "413": {"description": "too-large"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/api/v1/session": {"get": {
                      "tags": ["Sign-in"], "operationId": "currentSession", "summary": "Who is signed in in this browser",
                      "responses": {
                        "200": {"description": "The session, and the token against cross-site requests", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CurrentSession"}}}},
                        "401": {"description": "unauthorized"},
                        "404": {"description": "no-session"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/api/v1/sessions": {"get": {
                      "tags": ["Sign-in"], "operationId": "listSessions", "summary": "The browsers in which the caller is signed in, the newest first",
                      "responses": {
                        "200": {"description": "All of them", "content": {"application/json": {"schema": {"type": "object", "required": ["items", "next"], "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/SessionSummary"}}, "next": {"type": ["string", "null"]}}}}}},
                        "401": {"description": "unauthorized"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/api/v1/sessions/{id}": {"delete": {
                      "tags": ["Sign-in"], "operationId": "endSession", "summary": "End one of the caller's sessions, here and at the identity provider",
                      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}, {"$ref": "#/components/parameters/CsrfToken"}],
                      "responses": {
                        "204": {"description": "The caller has no session of this id any more"},
                        "401": {"description": "unauthorized"},
                        "403": {"description": "cross-site-request"},
                        "404": {"description": "not-found: no id"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}}
                  },
                  "components": {
                    "parameters": {"CsrfToken": {"name": "X-CSRF-Token", "in": "header", "description": "In a browser's session: csrfToken of GET /api/v1/session", "schema": {"type": "string"}}},
                    "schemas": {
                      "SessionSummary": {
                        "type": "object",
                        "required": ["id", "createdAt", "lastSeenAt", "idleEndsAt", "endsAt", "ip", "userAgent", "current"],
                        "properties": {
                          "id": {"type": "string", "format": "uuid"},
                          "createdAt": {"type": "string", "format": "date-time"},
                          "lastSeenAt": {"type": "string", "format": "date-time"},
                          "idleEndsAt": {"type": "string", "format": "date-time", "description": "Its end if nothing more comes"},
                          "endsAt": {"type": "string", "format": "date-time", "description": "Its end whatever comes"},
                          "ip": {"type": "string", "description": "Where it was begun from"},
                          "userAgent": {"type": "string"},
                          "current": {"type": "boolean", "description": "Whether it is the session that asks"}
                        }
                      },
                      "CurrentSession": {
                        "allOf": [{"$ref": "#/components/schemas/SessionSummary"}],
                        "type": "object",
                        "required": ["subject", "username", "roles", "csrfToken"],
                        "properties": {
                          "subject": {"type": "string"},
                          "username": {"type": "string"},
                          "roles": {"type": "array", "items": {"type": "string"}},
                          "csrfToken": {"type": "string", "description": "For X-CSRF-Token"}
                        }
                      }
                    }
                  }
                }
                """);
    }
}
