package io.bestiary.inference.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that the server does.
 *
 * @param path with {@code {names}} for what varies
 * @param summary what it does, for the OpenAPI document
 * @param open whether it answers without the API key
 */
record Route(HandlerType method, String path, String summary, boolean open, Handler handler) {

    static Route get(String path, String summary, Handler handler) {
        return new Route(HandlerType.GET, path, summary, false, handler);
    }

    static Route open(String path, String summary, Handler handler) {
        return new Route(HandlerType.GET, path, summary, true, handler);
    }

    static Route post(String path, String summary, Handler handler) {
        return new Route(HandlerType.POST, path, summary, false, handler);
    }
}
