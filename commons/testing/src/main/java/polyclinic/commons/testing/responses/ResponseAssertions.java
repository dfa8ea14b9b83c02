package polyclinic.commons.testing.responses;

import io.restassured.internal.ValidatableResponseOptionsImpl;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.hamcrest.Matcher;

/** What is expected of an answer. Whatever is not as expected is left to the library, which says so. */
// The library's log() is raw.
@SuppressWarnings("unchecked")
final class ResponseAssertions extends ValidatableResponseOptionsImpl<ValidatableResponse, Response>
        implements ValidatableResponse {
    private final ParsedResponse answer;

    ResponseAssertions(ParsedResponse answer) {
        super(answer.getRpr(), answer.getConfig(), answer, answer, answer.getLogRepository());
        this.answer = answer;
    }

    @Override
    public ValidatableResponse body(String path, Matcher<?> matcher, Object... more) {
        boolean isAsExpected = more.length == 0
                && answer.isJson()
                && matcher.matches(answer.json().<Object>get(path));
        return isAsExpected ? this : super.body(path, matcher, more);
    }

    @Override
    public Response originalResponse() {
        return answer;
    }
}
