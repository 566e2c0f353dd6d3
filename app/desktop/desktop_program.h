#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/demo/demo_room.h"
#include "app/desktop/broker_host.h"
#include "app/desktop/secret_vault.h"
#include "app/desktop/screenshot_tour.h"
#include "app/desktop/single_instance.h"
#include "ui/shell/main_window.h"

namespace parley::app {

struct DesktopOptions {
    QString dataDirectory{};
    std::uint16_t port = 8080;
    bool demo = false;
    bool keepSecrets = true; // off for pictures, which use a folder of their own
    QString screenshots{}; // folder; "" takes none
    bool anotherWindow = false; // beside the one that answers when Parley is started again
    bool measureStart = false; // say on stderr when the first frame is painted and the broker runs
};

// The desktop program: a window, the broker behind it, and the token between them. The window comes
// first; the broker starts behind its first frame. Thread: GUI.
class DesktopProgram final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopProgram)

public:
    explicit DesktopProgram(DesktopOptions options, QObject *parent = nullptr);
    ~DesktopProgram() override;

    void start();

Q_SIGNALS:
    void finished(int exitCode); // the pictures are taken, or could not be

private:
    ui::AppContext context();
    void startBroker(std::uint16_t port);
    void startWithKey(const QByteArray &kept, const QString &problem);
    void onBrokerStarted();
    void onBrokerFailed(const QString &problem, bool portTaken);
    void useToken(const QByteArray &token);
    void startDemo(ui::Done done);
    void takePictures();
    void answerStart(const QString &problem);

    DesktopOptions m_options;
    SystemClock m_clock;
    StandardErrorLog m_log;
    BrokerHost m_host;
    SecretVault m_vault;
    SingleInstance m_instance;
    std::uint16_t m_port = 0;
    QByteArray m_secretKey; // that encrypts webhooks' secrets; the same for the whole run
    QByteArray m_token;
    ui::Done m_startAnswer{};
    std::unique_ptr<DemoRoom> m_demo;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ScreenshotTour> m_tour;
};

} // namespace parley::app
