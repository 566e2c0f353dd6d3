#include "ui/shell/main_window.h"

#include <utility>

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QTimer>
#include <QToolButton>

#include "ui/chat/chat_page.h"
#include "ui/common/buttons.h"
#include "ui/common/icons.h"
#include "ui/common/status_feed.h"
#include "ui/common/undo_bar.h"
#include "ui/overview/overview_page.h"
#include "ui/shell/page_set.h"
#include "ui/shell/profile_chooser.h"
#include "ui/shell/profile_colors.h"
#include "ui/shell/rail.h"
#include "ui/shell/secret_place_dialog.h"
#include "ui/shell/secret_store.h"
#include "ui/shell/status_line.h"
#include "ui/shell/window_commands.h"
#include "ui/webhooks/alert_bar.h"

namespace parley::ui {
namespace {

constexpr int kEdgeHeight = 3; // seen without being looked at

} // namespace

MainWindow::MainWindow(AppContext context, QWidget *parent) :
    QMainWindow(parent), m_context(std::move(context)), m_settings(m_context.settingsFile),
    m_book(m_context.settingsFile, m_context.secrets), m_switch(m_book, m_link, m_guard),
    m_undo(new UndoBar(this)), m_feed(new StatusFeed(m_link, this)), m_rail(new Rail(this))
{
    makePages();
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_edge = new QFrame(content);
    m_edge->setFixedHeight(kEdgeHeight);
    m_edge->setAutoFillBackground(true);
    column->addWidget(m_edge);
    column->addWidget(makeTopBar());
    column->addWidget(new AlertBar(m_link, m_navigator, content));
    column->addWidget(m_pages, 1);
    column->addWidget(m_undo);
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(column, 1);
    setCentralWidget(content);
    setStatusBar(new StatusLine(m_link, *m_feed, this));
    applyTheme(m_settings.theme()); // after the widgets are made: each change of parent styles anew
    resize(1200, 800);
    m_settings.restoreGeometry(*this);
    connectParts();
    m_pages->settings().setTheme(m_settings.theme());
    m_pages->chat().setPersonName(m_settings.personName());
    m_pages->overview().setDemoOffered(m_context.startDemo != nullptr);
    showPage(QStringLiteral("overview"));
    setBrokerProblem(m_context.brokerProblem, m_context.freePort);
    m_switch.setLocal({m_context.brokerUrl, m_context.ownerToken});
    showTitle();
}

MainWindow::~MainWindow()
{
    delete takeCentralWidget(); // the pages borrow the link and the navigator: they go first
}

void MainWindow::makePages()
{
    const SettingsFacts facts{m_context.version, m_context.dataDirectory, secretPlaceText()};
    m_pages = new PageSet({m_link, m_navigator, *m_undo, m_guard, m_context.settingsFile}, *m_feed,
                          facts, windowShortcuts(), this);
    int index = 0;
    for (const auto &entry : m_pages->entries()) {
        m_rail->addPage(entry.name, entry.title, pageShortcut(index),
                        entry.name == QLatin1String("settings"));
        ++index;
    }
}

QWidget *MainWindow::makeTopBar()
{
    auto *bar = new QWidget(this);
    auto *search = new QPushButton(tr("Search or run…   Ctrl+K"), bar);
    search->setShortcut(QKeySequence(QStringLiteral("Ctrl+K")));
    search->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    m_themeButton = iconButton(QStringLiteral("moon"), tr("Light or dark"), bar,
                               QKeySequence(QStringLiteral("Ctrl+Shift+L")));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(20, 10, 20, 0);
    m_chooser = new ProfileChooser(
        m_book, m_switch, *m_undo, [this] { return secretPlaceText(); }, bar);
    layout->addWidget(m_chooser);
    layout->addStretch();
    layout->addWidget(search);
    layout->addStretch();
    layout->addWidget(m_themeButton);
    connect(search, &QPushButton::clicked, this, &MainWindow::openPalette);
    connect(m_themeButton, &QToolButton::clicked, this, &MainWindow::toggleTheme);
    return bar;
}

void MainWindow::connectParts()
{
    // A delete that waits is done on the broker that it was asked of, never on the next one.
    connect(&m_link, &BrokerLink::aboutToChange, m_undo, &UndoBar::commitNow);
    connect(m_rail, &Rail::pageChosen, m_pages, &PageSet::showPage);
    connect(m_pages, &PageSet::pageShown, m_rail, &Rail::setCurrent);
    connect(&m_navigator, &Navigator::connectRequested, m_chooser, &ProfileChooser::addProfile);
    connect(&m_navigator, &Navigator::demoRequested, this, &MainWindow::startDemo);
    connect(&m_pages->overview(), &OverviewPage::otherPortRequested, this,
            &MainWindow::startOnPort);
    connect(&m_pages->settings(), &SettingsPage::themeChosen, this, &MainWindow::setTheme);
    connect(&m_pages->chat(), &ChatPage::unreadChanged, this,
            [this](int unread) { m_rail->setBadge(QStringLiteral("chat"), unread); });
    connect(&m_pages->chat(), &ChatPage::personNameChosen, this,
            [this](const QString &name) { m_settings.setPersonName(name); });
    connect(&m_switch, &ProfileSwitch::currentChanged, this, &MainWindow::showTitle);
    auto *refresh = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(refresh, &QShortcut::activated, this,
            [this] { m_pages->page(m_pages->currentName())->refresh(); });
}

void MainWindow::setBroker(const QUrl &url, const QByteArray &ownerToken)
{
    m_context.brokerUrl = url;
    m_context.ownerToken = ownerToken;
    setBrokerProblem({}, 0);
    m_switch.setLocal({url, ownerToken});
}

void MainWindow::setBrokerProblem(const QString &problem, std::uint16_t freePort)
{
    const auto offered = m_context.startBroker ? freePort : std::uint16_t(0);
    m_context.brokerProblem = problem;
    m_pages->overview().setBrokerProblem(problem, offered);
}

void MainWindow::showTitle()
{
    const auto &profile = m_switch.current();
    const auto color = profileColor(profile.color, isDark(palette()));
    auto shades = m_edge->palette();
    shades.setColor(QPalette::Window, color.isValid() ? color : Qt::transparent);
    m_edge->setPalette(shades);
    m_edge->setVisible(color.isValid());
    setWindowTitle(profile.isLocal()
                       ? tr("Parley — local broker")
                       : tr("Parley — %1 (%2)").arg(profile.name, profile.url.authority()));
    m_pages->overview().setDemoOffered(profile.isLocal() && m_context.startDemo != nullptr);
}

QString MainWindow::secretPlaceText() const
{
    return m_context.secrets ? m_context.secrets->placeText()
                             : tr("Secrets are kept until you close the window.");
}

void MainWindow::showSecretPlace()
{
    const auto *secrets = m_context.secrets;
    if (secrets == nullptr)
        return;
    m_pages->settings().setSecretPlace(secretPlaceText());
    if (secrets->wantsChoice() || secrets->place() == SecretStore::Place::Locked)
        openSecretPlace();
}

void MainWindow::openSecretPlace()
{
    if (!m_secretPlace)
        m_secretPlace = new SecretPlaceDialog(*m_context.secrets, this);
}

QStringList MainWindow::pageNames() const
{
    QStringList names;
    for (const auto &entry : m_pages->entries())
        names.append(entry.name);
    return names;
}

void MainWindow::showPage(const QString &name)
{
    m_pages->showPage(name);
}

bool MainWindow::pageHasData(const QString &name) const
{
    const auto *page = m_pages->page(name);
    return page != nullptr && page->hasData();
}

void MainWindow::setTheme(ThemeChoice choice)
{
    applyTheme(choice);
    m_settings.setTheme(choice);
    m_pages->settings().setTheme(choice);
    setThemedIcon(m_themeButton,
                  isDark(palette()) ? QStringLiteral("sun") : QStringLiteral("moon"));
    m_chooser->showCurrent();
    showTitle(); // the edge has its shade
}

void MainWindow::toggleTheme()
{
    setTheme(isDark(palette()) ? ThemeChoice::Light : ThemeChoice::Dark);
}

void MainWindow::openPalette()
{
    auto *palette = new CommandPalette(this);
    palette->addCommands(windowCommands(*m_pages, m_navigator));
    QList<Command> profiles;
    for (const auto &profile : m_book.profiles())
        profiles.append(
            {profile.name, tr("broker"), [this, id = profile.id] { m_switch.open(id); }});
    palette->addCommands(profiles);
    if (m_context.secrets && m_context.secrets->place() == SecretStore::Place::Session)
        palette->addCommands(
            {{tr("Encrypt secrets with a passphrase…"), {}, [this] { openSecretPlace(); }}});
    addBrokerCommands(*palette, m_link, m_navigator);
    palette->show();
}

void MainWindow::startDemo()
{
    if (!m_context.startDemo)
        return;
    auto &overview = m_pages->overview();
    overview.setDemoState(true, {});
    m_context.startDemo([this, guard = QPointer<MainWindow>(this)](const QString &problem) {
        if (!guard)
            return;
        m_pages->overview().setDemoState(false, problem);
        if (problem.isEmpty())
            showPage(QStringLiteral("chat"));
    });
}

void MainWindow::startOnPort(quint16 port)
{
    if (std::exchange(m_brokerStarts, true))
        return; // a double click
    m_pages->overview().setBrokerStarting(port);
    m_context.startBroker(port, [this, guard = QPointer<MainWindow>(this)](const QString &problem) {
        if (!guard)
            return;
        m_brokerStarts = false;
        if (!problem.isEmpty())
            setBrokerProblem(problem, 0);
    });
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    QTimer::singleShot(0, this, &MainWindow::firstFramePainted);
}

// A delete that waits in the undo bar is done before the window goes: somebody who revokes a token
// and closes means it. The request gets a moment; the window is out of sight meanwhile.
void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.saveGeometry(*this);
    if (m_closing || !m_undo->isPending()) {
        QMainWindow::closeEvent(event);
        return;
    }
    m_closing = true;
    event->ignore();
    m_undo->commitNow();
    hide();
    QTimer::singleShot(std::chrono::seconds(1), this, &QWidget::close);
}

} // namespace parley::ui
