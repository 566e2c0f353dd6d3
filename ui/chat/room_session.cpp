#include "ui/chat/room_session.h"

#include <algorithm>

#include <QRandomGenerator>

#include "server/client/wire_error.h"
#include "ui/chat/chat_lines.h"

namespace parley::ui {

RoomSession::RoomSession(const RoomAccess &access, const QString &reading, QObject *parent) :
    QObject(parent), m_reading(access.topics.contains(reading) ? reading : access.topics.firstKey())
{
    connect(&m_socket, &client::SocketClient::stateChanged, this, [this] {
        m_onItsWay.clear(); // whatever it was, it goes out again with the same id
        m_again.stop();
        sendNext();
        Q_EMIT changed();
    });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &RoomSession::sendNext);
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
    m_newest = {};
    m_readUpTo = {};
    m_lines = m_socket.subscribe({m_access.nameSpace, m_access.topics.value(m_reading)},
                                 client::Start::lastMessages(kFirstLines), this);
    connect(m_lines, &client::Subscription::activated, this, [this] {
        m_active = true;
        m_problem.clear();
        if (m_readUpTo.page == 0) // the first time: what was there before is no news
            m_readUpTo = m_lines->lastAtStart();
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
    // By the id that the broker stamped: a name can be anybody's.
    return !m_access.publisherId.isEmpty() && message.senderId == m_access.publisherId;
}

// By place, not by time: the broker's clock may be another than ours.
bool RoomSession::isNews(const client::Item &item) const
{
    return m_readUpTo < item.position;
}

void RoomSession::take(const client::Item &item)
{
    const auto message = client::chatMessageFrom(item);
    if (m_oldest.page == 0)
        m_oldest = item.position;
    m_newest = item.position;
    if (message.kind == QLatin1String("edit") || message.kind == QLatin1String("delete")) {
        takeEdit(message);
        return;
    }
    const bool stamped = isMine(message);
    const bool maybeMine = stamped || m_access.publisherId.isEmpty();
    const auto *own = maybeMine ? outgoing(message.id) : nullptr;
    const bool mine = own != nullptr || stamped;
    auto entry = chatEntry(message, m_reading, mine);
    const auto line = own != nullptr ? lineOf(message.id) : entry.id;
    if (own != nullptr) {
        entry.publishMilliseconds = int(QDateTime::currentMSecsSinceEpoch() - own->writtenAt);
        drop(message.id);
    }
    const bool isNew = !m_model.update(line, entry); // else it replaced the pending bubble
    if (isNew)
        m_model.append(entry);
    if (!isNew || mine || !isNews(item))
        return;
    if (m_unread++ == 0)
        m_firstUnread = entry.id;
    Q_EMIT arrived();
    Q_EMIT changed();
}

// Of one's own messages only. A late translation of an older revision must never be shown last, so
// only newer ones count.
void RoomSession::takeEdit(const client::ChatMessage &message)
{
    const auto line = lineId(message.senderId, message.reference);
    const auto *known = m_model.find(line);
    if (known == nullptr)
        return;
    if (message.kind == QLatin1String("delete")) {
        m_model.remove(line);
        return;
    }
    auto entry = chatEntry(message, m_reading, known->mine);
    entry.id = line;
    entry.timeMs = known->timeMs;
    entry.edited = true;
    m_model.update(line, entry);
}

void RoomSession::markUnread()
{
    if (m_unread > 0)
        m_model.setUnreadMarker(m_firstUnread, m_unread);
    else
        m_model.clearUnreadMarker();
}

void RoomSession::markRead()
{
    m_readUpTo = std::max(m_readUpTo, m_newest);
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
    sendNext();
}

// The oldest line that the broker did not confirm. The id stays the same whenever it is sent again,
// so a room that had it already shows it once.
void RoomSession::sendNext()
{
    if (m_socket.state() != client::SocketClient::State::Online || !m_onItsWay.isEmpty()
        || m_again.isActive())
        return; // waits in the outbox
    const auto next
        = std::find_if(m_outbox.begin(), m_outbox.end(), [](const Outgoing &o) { return !o.sent; });
    if (next == m_outbox.end())
        return;
    m_onItsWay = next->id;
    const auto payload = client::outgoingChatMessage(next->id, {}, next->text);
    m_socket.publish({m_access.nameSpace, m_access.publishTopic}, payload, true, this,
                     [this, id = next->id](const auto &ack) { answered(id, ack); });
}

void RoomSession::answered(const QString &id, const Result<client::Acknowledged> &ack)
{
    if (m_onItsWay == id)
        m_onItsWay.clear();
    if (auto *own = outgoing(id); own != nullptr && ack) { // else its moderated copy was faster
        own->sent = true;
        setState(id, ChatState::Sent, {});
    }
    if (ack) {
        m_pause.reset();
    } else if (ack.error().retryable()) {
        // Busy: in a moment. The network: with the next connection, if that comes first.
        m_again.start(m_pause.next(QRandomGenerator::global()->generateDouble()));
        return;
    } else if (outgoing(id) != nullptr) {
        drop(id);
        setState(id, ChatState::Failed, client::sentence(ack.error()));
    }
    sendNext();
}

void RoomSession::drop(const QString &id)
{
    std::erase_if(m_outbox, [&id](const Outgoing &o) { return o.id == id; });
}

QString RoomSession::lineOf(const QString &id) const
{
    return lineId(m_access.publisherId, id);
}

RoomSession::Outgoing *RoomSession::outgoing(const QString &id)
{
    const auto found = std::find_if(m_outbox.begin(), m_outbox.end(),
                                    [&id](const Outgoing &o) { return o.id == id; });
    return found == m_outbox.end() ? nullptr : &*found;
}

void RoomSession::setState(const QString &id, ChatState state, const QString &reason)
{
    const auto line = lineOf(id);
    const auto *known = m_model.find(line);
    if (known == nullptr)
        return;
    auto entry = *known;
    entry.state = state;
    entry.stateReason = reason;
    m_model.update(line, entry);
}

void RoomSession::retry(const QString &line)
{
    const auto text = takeBack(line);
    if (!text.isEmpty())
        send(text);
}

QString RoomSession::takeBack(const QString &line)
{
    const auto *known = m_model.find(line);
    if (known == nullptr || !known->mine)
        return {};
    const auto text = known->text;
    std::erase_if(m_outbox, [&](const Outgoing &o) { return lineOf(o.id) == line; });
    m_model.remove(line);
    return text;
}

// Of the message, else of its translation into the language that is read here: either way no copy
// comes that would tell.
void RoomSession::takeVerdict(const client::VerdictInfo &verdict)
{
    const bool others = !m_access.publisherId.isEmpty() && !verdict.publisherId.isEmpty()
        && verdict.publisherId != m_access.publisherId;
    if (others || outgoing(verdict.messageId) == nullptr)
        return;
    const auto isStopped = [](const QString &action) {
        return action == QLatin1String("hold") || action == QLatin1String("block");
    };
    QString action = verdict.action;
    QString rule = verdict.rules.value(0);
    bool ofTranslation = false;
    for (const auto &each : verdict.languages)
        if (!isStopped(action) && each.language == m_reading && isStopped(each.action)) {
            action = each.action;
            rule = each.rule;
            ofTranslation = true;
        }
    if (!isStopped(action))
        return; // the moderated copy tells the rest
    drop(verdict.messageId);
    QString reason = rule.isEmpty() ? tr("a rule of this room") : ruleText(rule);
    if (ofTranslation)
        reason = tr("the translation: %1").arg(reason);
    setState(verdict.messageId,
             action == QLatin1String("hold") ? ChatState::Held : ChatState::Blocked, reason);
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
