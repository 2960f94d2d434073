package org.trunkline.system;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A person's browser: a Chromium with a profile of its own, which finds nothing but this machine. */
final class Browser implements AutoCloseable {

    /** It would say that it has no classes for the browser's debugging protocol, which is not used. */
    private static final Logger LIBRARY = Logger.getLogger("org.openqa.selenium");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WebDriver driver;

    private Browser(WebDriver driver) {
        this.driver = driver;
    }

    /** Opens one; only for tests that are marked with {@link NeedsBrowser}. */
    static Browser open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .withEnvironment(Map.of("NO_PROXY", "localhost,127.0.0.1"))
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** The browser's program. */
    static File program() {
        return program("chromium").orElseThrow();
    }

    /** What keeps a browser from being opened on this machine; empty when nothing does. */
    static Optional<String> missing() {
        return program("chromium").isPresent() && program("chromedriver").isPresent()
                ? Optional.empty()
                : Optional.of("there is no chromium and chromedriver on the PATH");
    }

    /** Opens an address and returns when the page, or the last that it redirects to, is loaded. */
    void visit(String url) {
        driver.get(url);
    }

    /** Does what a chat's page does: sends a request with the user's token to the origin that the page is of. */
    long post(String path, String token) {
        return (long) ((JavascriptExecutor) driver).executeAsyncScript("""
                const [path, token, done] = arguments;
                fetch(path, {method: 'POST', headers: {authorization: 'Bearer ' + token}}).then(answer => done(answer.status));
                """, path, token);
    }

    /** Types into a field of the page, which may still be coming. */
    void type(String field, String text) {
        await("field " + field, page -> !page.findElements(By.name(field)).isEmpty());
        driver.findElement(By.name(field)).sendKeys(text);
    }

    /** Sends the page's form and returns when another page has come. */
    void submit() {
        String before = driver.getCurrentUrl();
        driver.findElement(By.cssSelector("[type=submit]")).click();
        await("another page than " + before, page -> !before.equals(page.getCurrentUrl()));
    }

    /** Returns when the address of the page holds that text. */
    void awaitAddress(String part) {
        await("address with " + part, page -> page.getCurrentUrl().contains(part));
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** What a person reads on the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private void await(String what, Predicate<WebDriver> condition) {
        Awaitility.await(what).atMost(PATIENCE).until(() -> condition.test(driver));
    }

    private static Optional<File> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }
}
