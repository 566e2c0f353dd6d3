#include "ui/chat/chat_page.h"

#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/chat/join_dialog.h"
#include "ui/chat/new_room_dialog.h"
#include "ui/chat/room_delegate.h"
#include "ui/chat/room_session.h"
#include "ui/chat/room_view.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/poller.h"

namespace parley::ui {
namespace {

constexpr int kTalk = 5; // lines, the day's included: fewer are no conversation
constexpr qint64 kTokenSeconds = 12 * 3600; // a day at the desk; asked for anew afterwards

// The language of the desktop when the room has it, else English, else the first.
QString preferredLanguage(const RoomAccess &access)
{
    const auto own = QLocale().name().section(QLatin1Char('_'), 0, 0);
    for (const auto &code : {own, QStringLiteral("en")}) {
        if (access.topics.contains(code))
            return code;
    }
    return access.topics.firstKey();
}

} // namespace

ChatPage::ChatPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_problem(problemLabel(this)),
    m_right(new QStackedWidget(this)), m_view(new RoomView(m_right))
{
    m_right->addWidget(new EmptyState(QStringLiteral("chat"), tr("Choose a room."), {}, m_right));
    m_right->addWidget(m_view);
    auto *split = new QSplitter(this);
    split->addWidget(makeList());
    split->addWidget(m_right);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(18);
    split->setSizes(
        {fontMetrics().averageCharWidth() * 30, fontMetrics().averageCharWidth() * 110});
    auto *empty = new EmptyState(QStringLiteral("chat"),
                                 tr("There is no room yet. In a room everybody writes in his own "
                                    "language and reads in his own."),
                                 tr("Make a room"), this);
    connect(empty, &EmptyState::actionTriggered, this, &ChatPage::openNewRoom);
    m_switch = new EmptySwitch(split, empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_view);
    connect(m_view, &RoomView::languageChosen, this, [this](const QString &language) {
        if (auto *session = m_sessions.value(m_wanted))
            session->setReading(language);
    });
    connect(m_view, &RoomView::tokenWanted, this, [this] {
        if (m_rooms.contains(m_wanted))
            askForToken(m_rooms.value(m_wanted));
        else
            openJoin();
    });
    connect(&context.link, &BrokerLink::addressChanged, this, [this] {
        dropSessions();
        m_rooms.clear();
        m_loaded = false;
        followVerdicts();
        refresh();
    });
    m_showTimer.setSingleShot(true);
    m_showTimer.setInterval(33);
    connect(&m_showTimer, &QTimer::timeout, this, [this] {
        showRooms();
        Q_EMIT unreadChanged(unread());
    });
    new Poller(this, std::chrono::seconds(5), [this] { refresh(); });
    followVerdicts();
}

QWidget *ChatPage::makeList()
{
    auto *side = new QWidget(this);
    m_list = new QListWidget(side);
    m_list->setObjectName(QStringLiteral("rooms"));
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setItemDelegate(new RoomDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    auto *add = iconButton(QStringLiteral("plus"), tr("New room"), side, QKeySequence::New);
    m_context.guard.watch(add);
    auto *join = iconButton(QStringLiteral("connect"), tr("Join a room with a token"), side);
    m_name = new QLineEdit(side);
    m_name->setMaxLength(32);
    m_name->setPlaceholderText(tr("your name"));
    auto *nameLabel = mutedLabel(tr("You &write as"), side);
    nameLabel->setBuddy(m_name);
    auto *head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("Rooms"), side), 1);
    head->addWidget(join);
    head->addWidget(add);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);
    layout->addWidget(nameLabel);
    layout->addWidget(m_name);
    connect(add, &QToolButton::clicked, this, &ChatPage::openNewRoom);
    connect(join, &QToolButton::clicked, this, &ChatPage::openJoin);
    connect(m_name, &QLineEdit::editingFinished, this, &ChatPage::choosePersonName);
    connect(m_list, &QListWidget::currentRowChanged, this, &ChatPage::openCurrent);
    return side;
}

QString ChatPage::key(const QString &nameSpace, const QString &room)
{
    return nameSpace + QLatin1Char('/') + room;
}

void ChatPage::setPersonName(const QString &name)
{
    m_personName = name;
    m_name->setText(name);
}

void ChatPage::choosePersonName()
{
    const auto name = m_name->text().trimmed();
    if (name.isEmpty() || name == m_personName) {
        m_name->setText(m_personName);
        return;
    }
    m_personName = name;
    Q_EMIT personNameChosen(name);
    dropSessions(); // the name is stamped by the token, so each room needs a new one
    openCurrent();
}

void ChatPage::refresh()
{
    m_showTimer.start(); // what is in sight now needs no badge
    if (!m_context.link.address().isValid())
        return;
    m_context.link.admin().rooms().all(this, [this](const auto &rooms) {
        // Somebody with a member's token only may not list rooms; his own are in the list anyway.
        const bool denied = !rooms && rooms.error().code == ErrorCode::PermissionDenied;
        showProblem(m_problem, rooms || denied ? QString() : client::sentence(rooms.error()));
        if (rooms)
            takeRooms(*rooms);
    });
}

void ChatPage::takeRooms(const QList<client::RoomInfo> &rooms)
{
    m_loaded = true;
    m_rooms.clear();
    for (const auto &room : rooms)
        m_rooms.insert(key(room.nameSpace, room.name), room);
    showRooms();
}

void ChatPage::showRooms()
{
    auto keys = m_rooms.keys() + m_given.keys();
    keys.removeDuplicates();
    keys.sort();
    const QSignalBlocker quiet(m_list);
    while (m_list->count() > keys.size())
        delete m_list->takeItem(m_list->count() - 1);
    while (m_list->count() < keys.size())
        m_list->addItem(QString());
    for (int i = 0; i < keys.size(); ++i) {
        const int unread = unreadOf(m_sessions.value(keys.at(i)));
        const auto name = keys.at(i).section(QLatin1Char('/'), 1);
        auto *item = m_list->item(i);
        item->setText(QStringLiteral("# ") + name);
        item->setToolTip(plainToolTip(name));
        item->setData(RoomDelegate::kUnreadRole, unread);
        item->setData(Qt::AccessibleTextRole,
                      unread > 0 ? tr("%1, %2 unread").arg(name).arg(unread) : name);
        item->setData(Qt::UserRole, keys.at(i));
        if (keys.at(i) == m_wanted)
            m_list->setCurrentItem(item);
    }
    m_switch->setEmpty(m_loaded && keys.isEmpty());
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(0);
    openCurrent();
}

void ChatPage::openCurrent()
{
    const auto *item = m_list->currentItem();
    if (item == nullptr) {
        m_right->setCurrentIndex(0);
        return;
    }
    m_wanted = item->data(Qt::UserRole).toString();
    if (auto *session = m_sessions.value(m_wanted)) {
        openSession(session);
        return;
    }
    if (m_given.contains(m_wanted))
        join(m_given.value(m_wanted));
    else if (m_rooms.contains(m_wanted))
        askForToken(m_rooms.value(m_wanted));
}

void ChatPage::askForToken(const client::RoomInfo &room)
{
    const auto wanted = key(room.nameSpace, room.name);
    if (m_askingFor == wanted)
        return;
    m_askingFor = wanted;
    client::MemberRequest request;
    request.label = tr("%1, chat on this desktop").arg(m_personName);
    request.publisherId = m_personName;
    request.languages = room.languages;
    request.validForSeconds = kTokenSeconds;
    m_context.link.admin().rooms().issueToken(
        {room.nameSpace, room.name}, request, this,
        [this, room, url = m_context.link.address().url,
         generation = m_generation](const auto &issued) {
            if (generation != m_generation)
                return; // for another broker, or under another name
            m_askingFor.clear();
            showProblem(m_problem, issued ? QString() : client::sentence(issued.error()));
            if (issued)
                join(roomAccess(room, *issued, url));
        });
}

void ChatPage::join(const RoomAccess &access)
{
    const auto room = key(access.nameSpace, access.room);
    auto *session = m_sessions.value(room);
    if (session != nullptr) {
        session->setAccess(access);
    } else {
        session = new RoomSession(access, preferredLanguage(access), this);
        m_sessions.insert(room, session);
        connect(session, &RoomSession::changed, &m_showTimer, qOverload<>(&QTimer::start));
    }
    if (room == m_wanted)
        openSession(session);
}

void ChatPage::openSession(RoomSession *session)
{
    if (m_right->currentIndex() == 1 && m_view->session() == session)
        return;
    m_right->setCurrentIndex(1);
    m_view->setSession(session);
}

void ChatPage::dropSessions()
{
    m_view->setSession(nullptr);
    m_right->setCurrentIndex(0);
    m_askingFor.clear();
    ++m_generation;
    for (auto *session : std::as_const(m_sessions))
        session->deleteLater();
    m_sessions.clear();
}

void ChatPage::openRoom(const QString &nameSpace, const QString &room)
{
    m_wanted = key(nameSpace, room);
    refresh();
}

void ChatPage::openNewRoom()
{
    auto *dialog = new NewRoomDialog(m_context, this);
    connect(dialog, &NewRoomDialog::roomMade, this,
            [this](const QString &name) { openRoom(QStringLiteral("default"), name); });
    dialog->open();
}

void ChatPage::openJoin()
{
    auto *dialog = new JoinDialog(m_context.link.address().url, this);
    connect(dialog, &JoinDialog::joined, this, [this](const RoomAccess &access) {
        m_wanted = key(access.nameSpace, access.room);
        m_given.insert(m_wanted, access);
        join(access);
        showRooms();
    });
    dialog->open();
}

// With the owner's token an author learns why his message did not appear (rule T9).
void ChatPage::followVerdicts()
{
    delete m_verdicts;
    m_verdicts = m_context.link.socket().subscribe(
        {QStringLiteral("default"), QStringLiteral("$events/verdicts")}, client::Start::latest(),
        this);
    connect(m_verdicts, &client::Subscription::itemArrived, this, [this](const client::Item &item) {
        const auto verdict = client::verdictInfoFrom(item);
        for (auto *session : std::as_const(m_sessions)) {
            if (verdict)
                session->takeVerdict(*verdict);
        }
    });
}

int ChatPage::unread() const
{
    int unread = 0;
    for (const auto *session : m_sessions)
        unread += unreadOf(session);
    return unread;
}

// A line takes a second on the screen before it counts as read; a badge must not flash up for it.
int ChatPage::unreadOf(const RoomSession *session) const
{
    if (session == nullptr || (session == m_view->session() && m_view->isBeingRead()))
        return 0;
    return session->unread();
}

bool ChatPage::hasData() const
{
    auto *session = m_sessions.value(m_wanted);
    if (session == nullptr || !session->isActive() || session->model().count() < kTalk)
        return false;
    const auto &model = session->model();
    for (int i = 0; i < model.count(); ++i) {
        if (model.at(i).translation.status == ChatTranslation::Status::Translated)
            return true;
    }
    return false;
}

} // namespace parley::ui
