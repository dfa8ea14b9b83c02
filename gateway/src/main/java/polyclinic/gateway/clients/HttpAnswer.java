package polyclinic.gateway.clients;

import io.vertx.core.buffer.Buffer;

/** A response that was read to its end. */
public record HttpAnswer(int status, Buffer body) {}
