#include "ui/chat/room_view.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/chat/composer.h"
#include "ui/chat/room_session.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"
#include "ui/views/chat_view.h"

namespace parley::ui {

RoomView::RoomView(QWidget *parent) :
    QWidget(parent), m_view(new ChatView(this)), m_composer(new Composer(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(m_view, 1);
    layout->addWidget(makeBanner());
    layout->addWidget(makeComposer());
    m_view->setObjectName(QStringLiteral("talk"));
    m_view->setFrameShape(QFrame::StyledPanel);
    setFocusProxy(m_composer);
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &RoomView::showBanner);
    connectView();
}

QWidget *RoomView::makeHead()
{
    auto *head = new QWidget(this);
    m_name = new ElidedLabel(head);
    m_name->setProperty("heading", 1);
    m_note = mutedLabel({}, head);
    m_reading = new QComboBox(head);
    m_reading->setAccessibleName(tr("Language you read this room in"));
    m_reading->setToolTip(tr("Language you read this room in"));
    m_original = iconButton(QStringLiteral("language"), tr("Show what people really wrote"), head,
                            QKeySequence(QStringLiteral("Ctrl+O")));
    m_original->setCheckable(true);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_name);
    words->addWidget(m_note);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(words, 1);
    layout->addWidget(label(tr("Reading:"), head));
    layout->addWidget(m_reading);
    layout->addWidget(m_original);
    connect(m_reading, &QComboBox::activated, this,
            [this] { Q_EMIT languageChosen(m_reading->currentData().toString()); });
    connect(m_original, &QToolButton::toggled, this, [this](bool original) {
        if (m_session != nullptr)
            m_session->model().setRoomShowsOriginal(original);
    });
    return head;
}

QWidget *RoomView::makeBanner()
{
    m_banner = new QFrame(this);
    m_banner->setProperty("card", true);
    m_bannerText = label({}, m_banner);
    m_bannerText->setProperty("problem", true);
    m_bannerText->setWordWrap(true);
    m_bannerAction = new QPushButton(tr("Retry now"), m_banner);
    auto *layout = new QHBoxLayout(m_banner);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_bannerText, 1);
    layout->addWidget(m_bannerAction);
    m_banner->hide();
    connect(m_bannerAction, &QPushButton::clicked, this, [this] {
        if (m_session == nullptr)
            return;
        if (m_session->needsToken())
            Q_EMIT tokenWanted();
        else
            m_session->socket().retryNow();
    });
    return m_banner;
}

QWidget *RoomView::makeComposer()
{
    auto *row = new QWidget(this);
    m_send = primaryButton(tr("Send"), row);
    m_send->setToolTip(tr("Send (Enter); Shift+Enter breaks the line"));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_composer, 1, Qt::AlignBottom);
    layout->addWidget(m_send, 0, Qt::AlignBottom);
    connect(m_send, &QPushButton::clicked, m_composer, &Composer::submit);
    connect(m_composer, &Composer::submitted, this, [this](const QString &text) {
        if (m_session != nullptr)
            m_session->send(text);
        m_view->scrollToBottom();
    });
    return row;
}

void RoomView::connectView()
{
    connect(m_view, &ChatView::historyWanted, this, [this] {
        if (m_session != nullptr)
            m_session->loadOlder();
    });
    connect(m_view, &ChatView::retryRequested, this, [this](const QString &id) {
        if (m_session != nullptr)
            m_session->retry(id);
    });
    connect(m_view, &ChatView::seen, this, [this] {
        if (m_session != nullptr && m_view->isFollowing())
            m_session->markRead();
    });
    connect(m_view, &ChatView::editRequested, this, &RoomView::edit);
    connect(m_view, &ChatView::linkActivated, this,
            [](const QUrl &url) { QDesktopServices::openUrl(url); });
}

void RoomView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_send->setFixedHeight(m_composer->lineHeight()); // the sheet has given it its frame by now
}

void RoomView::setSession(RoomSession *session)
{
    if (m_session != nullptr)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    if (session != nullptr)
        session->markUnread(); // where he left off
    m_view->setModel(session == nullptr ? nullptr : &session->model());
    if (session == nullptr)
        return;
    connect(session, &RoomSession::changed, this, &RoomView::showState);
    m_original->setChecked(session->model().roomShowsOriginal());
    showState();
    m_composer->setFocus();
}

void RoomView::showState()
{
    const auto &access = m_session->access();
    m_name->setFullText(QStringLiteral("# ") + access.room);
    const bool mayWrite = !access.publishTopic.isEmpty();
    m_note->setText(mayWrite ? tr("You are %1").arg(access.publisherId)
                             : tr("You may read this room, not write in it"));
    m_composer->setEnabled(mayWrite);
    m_send->setEnabled(mayWrite);
    m_composer->setPlaceholderText(mayWrite ? tr("Write in any language…") : QString());
    m_view->setEmptyText(m_session->isActive() ? tr("Nobody has said anything yet. Say hello.")
                                               : tr("Opening the room…"));
    showReading();
    showBanner();
}

void RoomView::showReading()
{
    const auto languages = m_session->access().topics.keys();
    QStringList shown;
    for (int i = 0; i < m_reading->count(); ++i)
        shown.append(m_reading->itemData(i).toString());
    if (shown != languages) {
        m_reading->clear();
        for (const auto &language : languages)
            m_reading->addItem(languageName(language), language);
    }
    m_reading->setCurrentIndex(m_reading->findData(m_session->reading()));
}

void RoomView::showBanner()
{
    if (m_session == nullptr)
        return;
    const auto &socket = m_session->socket();
    const bool online = socket.state() == client::SocketClient::State::Online;
    QString text = m_session->problem();
    if (!online) {
        text = tr("Offline. %1").arg(socket.reason());
        const auto seconds = QDateTime::currentDateTimeUtc().secsTo(socket.nextTry());
        if (socket.nextTry().isValid() && seconds > 0)
            text += tr(" Trying again in %1 s.").arg(seconds);
        text += tr(" What you write is kept and sent later.");
    }
    // The first connection takes a moment; a banner that flashes by would only frighten.
    const bool opening = socket.state() == client::SocketClient::State::Connecting
        && m_session->model().count() == 0;
    m_bannerText->setText(text);
    m_bannerAction->setText(m_session->needsToken() ? tr("Ask for a new token") : tr("Retry now"));
    m_bannerAction->setVisible(!online);
    m_banner->setVisible(!text.isEmpty() && !opening);
    if (online)
        m_countdown.stop();
    else
        m_countdown.start();
}

bool RoomView::isBeingRead() const
{
    return m_session != nullptr && isVisible() && isActiveWindow() && m_view->isFollowing();
}

void RoomView::edit(const QString &id)
{
    if (m_session == nullptr)
        return;
    const auto text = m_session->takeBack(id);
    if (text.isEmpty())
        return;
    m_composer->setPlainText(text);
    m_composer->moveCursor(QTextCursor::End);
    m_composer->setFocus();
}

} // namespace parley::ui
