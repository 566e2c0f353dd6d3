#include "ui/chat/room_session.h"

#include <algorithm>

#include "server/client/wire_error.h"
#include "ui/chat/chat_lines.h"

namespace parley::ui {

RoomSession::RoomSession(const RoomAccess &access, const QString &reading, QObject *parent) :
    QObject(parent), m_reading(access.topics.contains(reading) ? reading : access.topics.firstKey())
{
    connect(&m_socket, &client::SocketClient::stateChanged, this, [this] {
        if (m_socket.state() == client::SocketClient::State::Online)
            flushOutbox();
        Q_EMIT changed();
    });
    setAccess(access);
    follow();
}

void RoomSession::setAccess(const RoomAccess &access)
{
    m_access = access;
    m_admin.setAddress(access.address);
    m_socket.open(access.address);
}

void RoomSession::setReading(const QString &language)
{
    if (language == m_reading || !m_access.topics.contains(language))
        return;
    m_reading = language;
    m_model.clear();
    for (const auto &outgoing : m_outbox)
        m_model.append(
            pendingEntry(outgoing.id, outgoing.text, m_access.publisherId, outgoing.writtenAt));
    follow();
    Q_EMIT changed();
}

void RoomSession::follow()
{
    delete m_lines;
    m_active = false;
    m_problem.clear();
    m_oldest = {};
    m_lines = m_socket.subscribe({m_access.nameSpace, m_access.topics.value(m_reading)},
                                 client::Start::lastMessages(kFirstLines), this);
    connect(m_lines, &client::Subscription::activated, this, [this] {
        m_active = true;
        m_problem.clear();
        Q_EMIT changed();
    });
    connect(m_lines, &client::Subscription::interrupted, this, [this] {
        m_active = false;
        Q_EMIT changed();
    });
    connect(m_lines, &client::Subscription::refused, this, [this](const QString &reason) {
        m_active = false;
        m_problem = reason;
        Q_EMIT changed();
    });
    connect(m_lines, &client::Subscription::itemArrived, this, &RoomSession::take);
    connect(m_lines, &client::Subscription::gapFound, this, [this](const client::Gap &gap) {
        ChatEntry line;
        line.id = QStringLiteral("gap-%1-%2").arg(gap.next.page).arg(gap.next.sequence);
        line.kind = ChatKind::Gap;
        line.timeMs = QDateTime::currentMSecsSinceEpoch();
        line.text = tr("Some messages are missing here: they are no longer kept.");
        m_model.append(line);
    });
}

bool RoomSession::isMine(const client::ChatMessage &message) const
{
    return !m_access.publisherId.isEmpty()
        && (message.senderId == m_access.publisherId || message.senderName == m_access.publisherId);
}

void RoomSession::take(const client::Item &item)
{
    const auto message = client::chatMessageFrom(item);
    if (m_oldest.page == 0)
        m_oldest = item.position;
    if (message.kind == QLatin1String("edit") || message.kind == QLatin1String("delete")) {
        takeEdit(message);
        return;
    }
    const auto own = std::find_if(m_outbox.begin(), m_outbox.end(),
                                  [&](const Outgoing &o) { return o.id == message.id; });
    const bool mine = own != m_outbox.end() || isMine(message);
    auto entry = chatEntry(message, m_reading, mine);
    if (own != m_outbox.end()) {
        entry.publishMilliseconds = int(QDateTime::currentMSecsSinceEpoch() - own->writtenAt);
        m_outbox.erase(own);
    }
    if (!m_model.update(entry.id, entry)) // else it replaced the pending bubble
        m_model.append(entry);
    if (mine || entry.timeMs < m_readUpTo)
        return;
    ++m_unread;
    Q_EMIT arrived();
    Q_EMIT changed();
}

// A late translation of an older revision must never be shown last, so only newer ones count.
void RoomSession::takeEdit(const client::ChatMessage &message)
{
    const auto *known = m_model.find(message.reference);
    if (known == nullptr)
        return;
    if (message.kind == QLatin1String("delete")) {
        m_model.remove(message.reference);
        return;
    }
    auto entry = chatEntry(message, m_reading, known->mine);
    entry.id = message.reference;
    entry.timeMs = known->timeMs;
    entry.edited = true;
    m_model.update(message.reference, entry);
}

void RoomSession::markRead()
{
    m_readUpTo = QDateTime::currentMSecsSinceEpoch();
    if (std::exchange(m_unread, 0) != 0)
        Q_EMIT changed();
}

void RoomSession::send(const QString &text)
{
    const Outgoing outgoing{client::newChatMessageId(), text, false,
                            QDateTime::currentMSecsSinceEpoch()};
    m_model.append(pendingEntry(outgoing.id, text, m_access.publisherId, outgoing.writtenAt));
    if (int(m_outbox.size()) >= kMaxOutbox) {
        setState(outgoing.id, ChatState::Failed, tr("Too many messages wait to be sent."));
        return;
    }
    m_outbox.push_back(outgoing);
    publish(outgoing);
}

// After a reconnect: everything that the broker did not confirm, in the order it was written. The
// id stays the same, so a room that had it already shows it once.
void RoomSession::flushOutbox()
{
    const auto waiting = m_outbox; // an answer may come at once and change it
    for (const auto &outgoing : waiting) {
        if (!outgoing.sent)
            publish(outgoing);
    }
}

void RoomSession::publish(const Outgoing &outgoing)
{
    if (m_socket.state() != client::SocketClient::State::Online)
        return; // waits in the outbox
    const auto payload = client::outgoingChatMessage(outgoing.id, {}, outgoing.text);
    m_socket.publish({m_access.nameSpace, m_access.publishTopic}, payload, true, this,
                     [this, id = outgoing.id](const auto &ack) { answered(id, ack); });
}

void RoomSession::answered(const QString &id, const Result<client::Acknowledged> &ack)
{
    auto *own = outgoing(id);
    if (own == nullptr)
        return; // its moderated copy was faster
    if (ack) {
        own->sent = true;
        setState(id, ChatState::Sent, {});
        return;
    }
    if (ack.error().retryable())
        return; // the network: it goes out again with the next connection
    std::erase_if(m_outbox, [&id](const Outgoing &o) { return o.id == id; });
    setState(id, ChatState::Failed, client::sentence(ack.error()));
}

RoomSession::Outgoing *RoomSession::outgoing(const QString &id)
{
    const auto found = std::find_if(m_outbox.begin(), m_outbox.end(),
                                    [&id](const Outgoing &o) { return o.id == id; });
    return found == m_outbox.end() ? nullptr : &*found;
}

void RoomSession::setState(const QString &id, ChatState state, const QString &reason)
{
    const auto *known = m_model.find(id);
    if (known == nullptr)
        return;
    auto entry = *known;
    entry.state = state;
    entry.stateReason = reason;
    m_model.update(id, entry);
}

void RoomSession::retry(const QString &id)
{
    const auto text = takeBack(id);
    if (!text.isEmpty())
        send(text);
}

QString RoomSession::takeBack(const QString &id)
{
    const auto *known = m_model.find(id);
    if (known == nullptr || !known->mine)
        return {};
    const auto text = known->text;
    std::erase_if(m_outbox, [&id](const Outgoing &o) { return o.id == id; });
    m_model.remove(id);
    return text;
}

void RoomSession::takeVerdict(const client::VerdictInfo &verdict)
{
    const bool held = verdict.action == QLatin1String("hold");
    if (!held && verdict.action != QLatin1String("block"))
        return; // the moderated copy tells the rest
    if (outgoing(verdict.messageId) == nullptr)
        return; // not mine
    std::erase_if(m_outbox, [&](const Outgoing &o) { return o.id == verdict.messageId; });
    const auto rule = verdict.rules.isEmpty() ? tr("a rule of this room")
                                              : ruleText(verdict.rules.constFirst());
    setState(verdict.messageId, held ? ChatState::Held : ChatState::Blocked, rule);
}

void RoomSession::loadOlder()
{
    if (m_loadingOlder || m_oldest.page == 0 || m_oldest.sequence <= 1)
        return;
    m_loadingOlder = true;
    const auto before = m_oldest;
    const auto from = before.sequence > kFirstLines ? before.sequence - 1 - kFirstLines : 0;
    const auto reading = m_reading;
    m_admin.history({m_access.nameSpace, m_access.topics.value(reading)}, {before.page, from},
                    int(before.sequence - 1 - from), this,
                    [this, before, reading](const auto &page) {
                        m_loadingOlder = false;
                        if (!page || reading != m_reading)
                            return;
                        QList<ChatEntry> entries;
                        for (const auto &item : page->items) {
                            const auto message = client::chatMessageFrom(item);
                            if (item.position < before && message.kind != QLatin1String("edit")
                                && message.kind != QLatin1String("delete"))
                                entries.append(chatEntry(message, m_reading, isMine(message)));
                        }
                        if (page->items.isEmpty())
                            return;
                        m_oldest = page->items.constFirst().position;
                        m_model.prependPage(entries);
                    });
}

} // namespace parley::ui
