#include "app/desktop/desktop_program.h"

#include <cstdio>
#include <ctime>

#include <QCoreApplication>
#include <QStandardPaths>

#include "app/desktop/port_owner.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// A line of JSON for tests/bench/start. `atMs` is on the monotonic clock, which whoever started
// this process reads too; `cpuMs` is what all its threads used so far.
void printMoment(const char *moment)
{
    const auto milliseconds = [](clockid_t clock) {
        timespec time{};
        clock_gettime(clock, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    std::fprintf(stderr, "{\"measured\":\"%s\",\"atMs\":%.3f,\"cpuMs\":%.3f}\n", moment,
                 milliseconds(CLOCK_MONOTONIC), cpu);
}

QString settingsFile(const DesktopOptions &options)
{
    if (!options.keepSecrets)
        return {};
    return QStandardPaths::writableLocation(QStandardPaths::ConfigLocation) + u"/parley.ini"_s;
}

SecretVault::Setup vaultSetup(const DesktopOptions &options)
{
    SecretVault::Setup setup;
    setup.useKeyring = options.keepSecrets;
    setup.settingsFile = settingsFile(options);
    if (options.keepSecrets)
        setup.file = QStandardPaths::writableLocation(QStandardPaths::ConfigLocation)
            + u"/parley-secrets"_s;
    return setup;
}

} // namespace

DesktopProgram::DesktopProgram(DesktopOptions options, QObject *parent) :
    QObject(parent), m_options(std::move(options)), m_log(m_clock, LogLevel::Info), m_host(m_log),
    m_vault(vaultSetup(m_options)), m_instance(m_options.dataDirectory)
{
    connect(&m_host, &BrokerHost::started, this, &DesktopProgram::onBrokerStarted);
    connect(&m_host, &BrokerHost::failed, this, &DesktopProgram::onBrokerFailed);
    connect(&m_vault, &SecretVault::placeChanged, this, [this] {
        if (m_window)
            m_window->showSecretPlace();
    });
}

// Clients first, then the broker that they talk to.
DesktopProgram::~DesktopProgram()
{
    m_tour.reset();
    m_window.reset();
    m_demo.reset();
    m_host.stop();
}

void DesktopProgram::start()
{
    m_window = std::make_unique<ui::MainWindow>(context());
    connect(
        m_window.get(), &ui::MainWindow::firstFramePainted, this,
        [this] { startBroker(m_options.port); }, Qt::QueuedConnection);
    if (m_options.measureStart)
        connect(m_window.get(), &ui::MainWindow::firstFramePainted, this,
                [] { printMoment("firstFrame"); });
    connect(&m_instance, &SingleInstance::activationAsked, m_window.get(), [this] {
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
        m_window->show();
        m_window->raise();
        m_window->activateWindow();
    });
    if (!m_options.anotherWindow)
        m_instance.listen();
    m_window->show();
}

ui::AppContext DesktopProgram::context()
{
    ui::AppContext context;
    context.version = QCoreApplication::applicationVersion();
    context.dataDirectory = m_options.dataDirectory;
    context.secrets = &m_vault;
    context.settingsFile = settingsFile(m_options);
    context.startDemo = [this](ui::Done done) { startDemo(std::move(done)); };
    context.startBroker = [this](std::uint16_t port, ui::Done done) {
        if (m_host.isStarting())
            return done(tr("The broker is starting already."));
        answerStart(tr("The broker was started anew.")); // a question that nobody answered
        m_startAnswer = std::move(done);
        startBroker(port);
    };
    return context;
}

void DesktopProgram::startBroker(std::uint16_t port)
{
    m_port = port;
    if (m_vault.place() == ui::SecretStore::Place::Looking)
        m_vault.begin();
    if (!m_secretKey.isEmpty())
        return startWithKey(m_secretKey, {});
    m_vault.read(
        SecretVault::webhookKeyName(m_options.dataDirectory),
        [this](const QByteArray &kept, const QString &problem) { startWithKey(kept, problem); });
}

// A key that is for this session only encrypts what is new; secrets that an older Parley left stay
// as they are then: nobody could read them again. One that cannot be read is not replaced.
void DesktopProgram::startWithKey(const QByteArray &kept, const QString &problem)
{
    BrokerOptions options;
    m_secretKey = kept;
    if (kept.size() != int(SecretBox::kKeyBytes)) {
        SystemRandom random;
        m_secretKey = QByteArray::fromStdString(SecretBox::makeKey(random));
        if (problem.isEmpty())
            m_vault.write(SecretVault::webhookKeyName(m_options.dataDirectory), m_secretKey,
                          [this](const QString &trouble) {
                              if (!trouble.isEmpty())
                                  Log(m_log, "parley.secrets")
                                      .warning("the key to webhooks' secrets is kept for this "
                                               "session only: "
                                               + trouble.toStdString());
                          });
    }
    options.secretKey = m_secretKey.toStdString();
    options.sealOldSecrets
        = problem.isEmpty() && m_vault.place() != ui::SecretStore::Place::Session;
    options.dataDirectory = m_options.dataDirectory.toStdString();
    options.port = m_port;
    options.version = QCoreApplication::applicationVersion().toStdString();
    m_host.start(options);
}

void DesktopProgram::onBrokerFailed(const QString &problem, bool portTaken)
{
    QString text = problem;
    std::uint16_t freePort = 0;
    if (portTaken) {
        const QString owner = portOwner(m_port);
        text = owner.isEmpty() ? tr("Port %1 is in use by another program.").arg(m_port)
                               : tr("Port %1 is in use by \"%2\".").arg(m_port).arg(owner);
        freePort = freePortNear(m_port);
    }
    answerStart(text); // before the offer: it clears what stood there
    m_window->setBrokerProblem(text, freePort);
    if (!m_options.screenshots.isEmpty()) {
        std::fprintf(stderr, "parley: %s\n", qUtf8Printable(text));
        Q_EMIT finished(1);
    }
}

void DesktopProgram::onBrokerStarted()
{
    const auto renew = [this] {
        m_host.renewOwnerToken([this](const Result<std::string> &token) {
            if (!token) {
                onBrokerFailed(QString::fromStdString(token.error().message), false);
                return;
            }
            const QByteArray made = QByteArray::fromStdString(*token);
            m_vault.write(SecretVault::ownerTokenName(m_options.dataDirectory), made,
                          [](const QString &) {}); // else the next start makes another
            useToken(made);
        });
    };
    const auto take
        = [this, renew, generation = m_host.generation()](const QByteArray &kept, const QString &) {
              if (generation != m_host.generation())
                  return; // the keyring took its time, and this broker is gone
              if (m_host.broker()->isOwner(kept.toStdString()))
                  useToken(kept);
              else
                  renew();
          };
    m_vault.read(SecretVault::ownerTokenName(m_options.dataDirectory), take);
}

void DesktopProgram::useToken(const QByteArray &token)
{
    m_token = token;
    m_window->setBroker(QUrl(QString::fromStdString(m_host.broker()->url())), token);
    answerStart({});
    if (m_options.measureStart)
        printMoment("broker");
    if (m_options.demo || !m_options.screenshots.isEmpty())
        startDemo([this](const QString &problem) {
            if (!problem.isEmpty())
                std::fprintf(stderr, "parley: %s\n", qUtf8Printable(problem));
            else if (!m_options.screenshots.isEmpty())
                takePictures();
        });
}

void DesktopProgram::startDemo(ui::Done done)
{
    if (!m_host.broker()) {
        done(tr("The broker does not run."));
        return;
    }
    if (!m_demo)
        m_demo = std::make_unique<DemoRoom>();
    m_demo->start({QUrl(QString::fromStdString(m_host.broker()->url())), m_token}, std::move(done));
}

void DesktopProgram::takePictures()
{
    m_tour = std::make_unique<ScreenshotTour>(*m_window, m_options.screenshots);
    connect(m_tour.get(), &ScreenshotTour::finished, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            std::fprintf(stderr, "parley: %s\n", qUtf8Printable(problem));
        Q_EMIT finished(problem.isEmpty() ? 0 : 1);
    });
    m_tour->start();
}

void DesktopProgram::answerStart(const QString &problem)
{
    if (auto answer = std::exchange(m_startAnswer, {}))
        answer(problem);
}

} // namespace parley::app
