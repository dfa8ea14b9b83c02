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
                        {"name": "state", "in": "query", "description": "What the sign-in was begun with", "required": true, "schema": {"type": "string"}},
                        {"name": "code", "in": "query", "description": "What the tokens are got for", "schema": {"type": "string"}},
                        {"name": "error", "in": "query", "description": "Why there is no code", "schema": {"type": "string"}},
                        {"name": "iss", "in": "query", "description": "The identity provider (RFC 9207)", "schema": {"type": "string"}}],
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
                      "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/LogoutToken"}}}},
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
                        "200": {"description": "All of them", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SessionPage"}}}},
                        "401": {"description": "unauthorized"},
                        "429": {"description": "rate-limited"},
                        "503": {"description": "sessions-unavailable, sign-in-unavailable"}}}},
                    "/api/v1/sessions/{id}": {"delete": {
                      "tags": ["Sign-in"], "operationId": "endSession", "summary": "End one of the caller's sessions, here and at the identity provider",
                      "parameters": [{"name": "id", "in": "path", "required": true, "description": "The id of the thing", "schema": {"type": "string", "format": "uuid"}}, {"$ref": "#/components/parameters/CsrfToken"}],
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
                      "LogoutToken": {
                        "type": "object",
                        "description": "What the identity provider sends",
                        "required": ["logout_token"],
                        "properties": {"logout_token": {"type": "string", "description": "A signed JWT", "examples": ["eyJhbGciOiJSUzI1NiJ9.e30.c2ln"]}}
                      },
                      "SessionPage": {
                        "type": "object",
                        "description": "The caller's sessions, all of them",
                        "required": ["items", "next"],
                        "properties": {
                          "items": {"type": "array", "description": "The entries", "items": {"$ref": "#/components/schemas/SessionSummary"}},
                          "next": {"type": ["string", "null"], "description": "Always null", "examples": [null]}
                        }
                      },
                      "SessionSummary": {
                        "type": "object",
                        "description": "A browser in which somebody is signed in",
                        "required": ["id", "createdAt", "lastSeenAt", "idleEndsAt", "endsAt", "ip", "userAgent", "current"],
                        "properties": {
                          "id": {"type": "string", "format": "uuid", "description": "The id", "examples": ["0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"]},
                          "createdAt": {"type": "string", "format": "date-time", "description": "Its beginning", "examples": ["2026-11-26T09:30:00Z"]},
                          "lastSeenAt": {"type": "string", "format": "date-time", "description": "When it was last used", "examples": ["2026-11-26T09:30:00Z"]},
                          "idleEndsAt": {"type": "string", "format": "date-time", "examples": ["2026-11-26T09:30:00Z"], "description": "Its end if nothing more comes"},
                          "endsAt": {"type": "string", "format": "date-time", "examples": ["2026-11-26T09:30:00Z"], "description": "Its end whatever comes"},
                          "ip": {"type": "string", "examples": ["192.0.2.10"], "description": "Where it was begun from"},
                          "userAgent": {"type": "string", "description": "What the browser calls itself", "examples": ["Mozilla/5.0"]},
                          "current": {"type": "boolean", "description": "Whether it is the session that asks"}
                        }
                      },
                      "CurrentSession": {
                        "description": "The session of this browser, and who is signed in in it",
                        "allOf": [{"$ref": "#/components/schemas/SessionSummary"}],
                        "type": "object",
                        "required": ["subject", "username", "roles", "csrfToken"],
                        "properties": {
                          "subject": {"type": "string", "description": "The account", "examples": ["8f0c2f5e-6f2b-4c0e-9d53-2b7f3d1f2a10"]},
                          "username": {"type": "string", "description": "The account's name", "examples": ["asha"]},
                          "roles": {"type": "array", "description": "Roles in the clinic", "examples": [["doctor"]], "items": {"type": "string"}},
                          "csrfToken": {"type": "string", "examples": ["k3YfQ"], "description": "For X-CSRF-Token"}
                        }
                      }
                    }
                  }
                }
                """);
    }
}
