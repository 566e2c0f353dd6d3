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
#include "ui/shell/connect_dialog.h"
#include "ui/settings/profiles_card.h"
#include "ui/shell/page_set.h"
#include "ui/shell/profile_dialog.h"
#include "ui/shell/profile_switcher.h"
#include "ui/shell/rail.h"
#include "ui/shell/read_only_shade.h"
#include "ui/shell/secret_place_dialog.h"
#include "ui/shell/secret_store.h"
#include "ui/shell/status_line.h"
#include "ui/shell/window_commands.h"

namespace parley::ui {

MainWindow::MainWindow(AppContext context, QWidget *parent) :
    QMainWindow(parent), m_context(std::move(context)), m_settings(m_context.settingsFile),
    m_undo(new UndoBar(this)), m_feed(new StatusFeed(m_link, this)), m_rail(new Rail(this))
{
    makePages();
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTopBar());
    column->addWidget(m_pages, 1);
    column->addWidget(m_undo);
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_edge = new QFrame(content);
    m_edge->setFixedWidth(6);
    m_edge->setAutoFillBackground(true);
    layout->addWidget(m_edge);
    layout->addWidget(m_rail);
    layout->addLayout(column, 1);
    setCentralWidget(content);
    setStatusBar(new StatusLine(m_link, *m_feed, this));
    applyTheme(m_settings.theme()); // after the widgets are made: each change of parent styles anew
    resize(1200, 800);
    m_settings.restoreGeometry(*this);
    connectParts();
    connectProfiles();
    m_pages->settings().setTheme(m_settings.theme());
    m_pages->chat().setPersonName(m_settings.personName());
    m_pages->overview().setDemoOffered(m_context.startDemo != nullptr);
    showPage(QStringLiteral("overview"));
    setBrokerProblem(m_context.brokerProblem, m_context.freePort);
    useEmbeddedBroker();
}

MainWindow::~MainWindow()
{
    delete takeCentralWidget(); // the pages borrow the link and the navigator: they go first
}

void MainWindow::makePages()
{
    const SettingsFacts facts{m_context.version, m_context.dataDirectory, m_context.keyringState};
    m_pages = new PageSet({m_link, m_navigator, *m_undo}, *m_feed, facts, windowShortcuts(), this);
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
    m_profiles
        = new ProfileSwitcher({m_link, *m_undo, m_context.secrets, m_context.settingsFile}, bar);
    layout->addWidget(m_profiles);
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
    connect(&m_navigator, &Navigator::connectRequested, this, &MainWindow::openConnectDialog);
    connect(&m_navigator, &Navigator::demoRequested, this, &MainWindow::startDemo);
    connect(&m_pages->overview(), &OverviewPage::otherPortRequested, this,
            &MainWindow::startOnPort);
    connect(&m_pages->settings(), &SettingsPage::themeChosen, this, &MainWindow::setTheme);
    connect(&m_pages->chat(), &ChatPage::unreadChanged, this,
            [this](int unread) { m_rail->setBadge(QStringLiteral("chat"), unread); });
    connect(&m_pages->chat(), &ChatPage::personNameChosen, this,
            [this](const QString &name) { m_settings.setPersonName(name); });
    auto *refresh = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(refresh, &QShortcut::activated, this,
            [this] { m_pages->page(m_pages->currentName())->refresh(); });
}

void MainWindow::setBroker(const QUrl &url, const QByteArray &ownerToken)
{
    m_context.brokerUrl = url;
    m_context.ownerToken = ownerToken;
    setBrokerProblem({}, 0);
    useEmbeddedBroker();
}

void MainWindow::setBrokerProblem(const QString &problem, std::uint16_t freePort)
{
    const auto offered = m_context.startBroker ? freePort : std::uint16_t(0);
    m_context.brokerProblem = problem;
    m_pages->overview().setBrokerProblem(problem, offered);
}

void MainWindow::useEmbeddedBroker()
{
    if (m_context.brokerUrl.isValid() && !m_context.ownerToken.isEmpty())
        m_link.open({m_context.brokerUrl, m_context.ownerToken});
    showTitle();
}

void MainWindow::showTitle()
{
    const auto &url = m_link.address().url;
    const auto *profile = m_profiles->current();
    const bool isOurs = profile == nullptr && (url.isEmpty() || url == m_context.brokerUrl);
    QString title = isOurs ? tr("Parley — local broker") : tr("Parley — %1").arg(url.authority());
    if (profile != nullptr)
        title = profile->readOnly ? tr("Parley — %1 (read-only)").arg(profile->name)
                                  : tr("Parley — %1").arg(profile->name);
    setWindowTitle(title);
    m_pages->overview().setDemoOffered(isOurs && m_context.startDemo != nullptr);
}

void MainWindow::connectProfiles()
{
    auto *card = new ProfilesCard(m_profiles->profiles(), this);
    m_pages->settings().addCardOnTop(card);
    connect(card, &ProfilesCard::addRequested, m_profiles, &ProfileSwitcher::add);
    connect(card, &ProfilesCard::openRequested, m_profiles, &ProfileSwitcher::openProfile);
    connect(card, &ProfilesCard::changeRequested, m_profiles, &ProfileSwitcher::change);
    connect(card, &ProfilesCard::removeRequested, m_profiles, &ProfileSwitcher::removeWithUndo);
    connect(m_profiles, &ProfileSwitcher::embeddedRequested, this, &MainWindow::useEmbeddedBroker);
    connect(m_profiles, &ProfileSwitcher::currentChanged, this, &MainWindow::showProfile);
    m_shade = new ReadOnlyShade(m_pages);
    showProfile();
}

void MainWindow::showProfile()
{
    const auto *profile = m_profiles->current();
    m_edge->setVisible(profile != nullptr);
    if (profile != nullptr)
        m_edge->setStyleSheet(
            QStringLiteral("background: %1").arg(profileColour(profile->colour).name()));
    m_shade->setReadOnly(profile != nullptr && profile->readOnly);
    showTitle();
}

void MainWindow::showSecretPlace()
{
    const auto *secrets = m_context.secrets;
    if (secrets == nullptr)
        return;
    m_pages->settings().setKeyringState(secrets->placeText());
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
}

void MainWindow::toggleTheme()
{
    setTheme(isDark(palette()) ? ThemeChoice::Light : ThemeChoice::Dark);
}

void MainWindow::openPalette()
{
    auto *palette = new CommandPalette(this);
    palette->addCommands(windowCommands(*m_pages, m_navigator, m_link.address().readOnly));
    palette->addCommands(m_profiles->commands());
    if (m_link.address().url != m_context.brokerUrl && !m_context.ownerToken.isEmpty())
        palette->addCommands(
            {{tr("Back to the broker of this program"), {}, [this] { useEmbeddedBroker(); }}});
    if (m_context.secrets && m_context.secrets->place() == SecretStore::Place::Session)
        palette->addCommands(
            {{tr("Encrypt secrets with a passphrase…"), {}, [this] { openSecretPlace(); }}});
    addBrokerCommands(*palette, m_link, m_navigator);
    palette->show();
}

void MainWindow::openConnectDialog()
{
    auto *dialog = new ConnectDialog(this);
    connect(dialog, &ConnectDialog::chosen, &m_link, &BrokerLink::open);
    dialog->open();
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
