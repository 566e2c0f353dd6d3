#include "tests/system/crash_ledger.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace parley::test {
namespace {

constexpr std::chrono::seconds kPatience{20}; // a loaded machine

QString placeText(Position position)
{
    return u"%1-%2"_s.arg(position.page).arg(position.sequence);
}

Position positionOf(const QJsonObject &item)
{
    return {static_cast<std::uint64_t>(item["page"_L1].toInteger()),
            static_cast<std::uint64_t>(item["sequence"_L1].toInteger())};
}

CrashLedger::Text parse(const QByteArray &text)
{
    const qsizetype space = text.indexOf(' ');
    return {text.left(space).toInt(), text.mid(space + 1).toLongLong()};
}

} // namespace

QByteArray CrashLedger::text(int publisher, qint64 number)
{
    return QByteArray::number(publisher) + ' ' + QByteArray::number(number);
}

void CrashLedger::roundBegins(int publishers)
{
    std::lock_guard guard(m_lock);
    m_ofRound = 0;
    for (int i = 0; i < publishers; ++i)
        m_firstOfRound[i] = m_sent.value(i) + 1;
}

qint64 CrashLedger::nextNumber(int publisher)
{
    std::lock_guard guard(m_lock);
    return ++m_sent[publisher];
}

void CrashLedger::know(Position position, const QByteArray &text, const char *how)
{
    const auto [known, isNew] = m_known.emplace(position, text);
    if (!isNew && known->second != text)
        m_problems.append(u"I2: %1 was \"%2\" and was %3 as \"%4\""_s.arg(
            placeText(position), QString::fromLatin1(known->second), QLatin1String(how),
            QString::fromLatin1(text)));
}

void CrashLedger::acknowledged(Position position, const QByteArray &text)
{
    {
        std::lock_guard guard(m_lock);
        know(position, text, "acknowledged");
        m_acknowledged.append(text);
        ++m_ofRound;
    }
    m_grew.notify_all();
}

void CrashLedger::read(Position position, const QByteArray &text)
{
    std::lock_guard guard(m_lock);
    know(position, text, "read");
}

bool CrashLedger::waitForAcknowledged(int count)
{
    std::unique_lock guard(m_lock);
    return m_grew.wait_for(guard, kPatience, [&] { return m_ofRound >= count; });
}

void CrashLedger::topicMade(const QByteArray &name)
{
    std::lock_guard guard(m_lock);
    m_topics.append(name);
}

void CrashLedger::tokenRevoked(const QByteArray &secret)
{
    std::lock_guard guard(m_lock);
    m_revoked.append(secret);
}

QList<QByteArray> CrashLedger::takeTopics()
{
    std::lock_guard guard(m_lock);
    return std::exchange(m_topics, {});
}

QList<QByteArray> CrashLedger::takeRevoked()
{
    std::lock_guard guard(m_lock);
    return std::exchange(m_revoked, {});
}

// Numbers of one publisher rise (I5), each was sent (I4) and is there once (I6); what is missing
// between two of them ended a round: it was on its way when the broker was killed.
void CrashLedger::checkOrder(const QByteArray &text, QStringList &problems)
{
    const auto [publisher, number] = parse(text);
    const qint64 before = m_stored.value(publisher);
    if (number < 1 || number > m_sent.value(publisher))
        problems.append(u"I4: \"%1\" was never sent"_s.arg(QString::fromLatin1(text)));
    if (m_inHistory.contains(text))
        problems.append(u"I6: \"%1\" is stored twice"_s.arg(QString::fromLatin1(text)));
    else if (number <= before)
        problems.append(
            u"I5: \"%1\" stands behind %2"_s.arg(QString::fromLatin1(text)).arg(before));
    else if (number != before + 1 && number != m_firstOfRound.value(publisher))
        problems.append(
            u"I5: \"%1\" is stored, the one before it is not"_s.arg(QString::fromLatin1(text)));
    m_stored[publisher] = number;
    m_inHistory.insert(text);
}

QStringList CrashLedger::check(const QList<QJsonObject> &items, Position after)
{
    std::lock_guard guard(m_lock);
    QStringList problems = std::exchange(m_problems, {});
    auto known = m_known.upper_bound(after);
    Position last = after;
    for (const QJsonObject &item : items) {
        const Position position = positionOf(item);
        const QByteArray text = item["text"_L1].toString().toLatin1();
        if (last.page != 0 && position != Position{last.page, last.sequence + 1})
            problems.append(u"I3: %1 follows %2"_s.arg(placeText(position), placeText(last)));
        last = position;
        checkOrder(text, problems);
        if (known == m_known.end() || known->first != position)
            continue;
        if (known->second != text)
            problems.append(u"I1: %1 holds \"%2\" and not \"%3\""_s.arg(
                placeText(position), QString::fromLatin1(text),
                QString::fromLatin1(known->second)));
        ++known;
    }
    for (; known != m_known.end(); ++known)
        problems.append(u"I1: \"%1\" at %2 is lost"_s.arg(QString::fromLatin1(known->second),
                                                          placeText(known->first)));
    m_last = last;
    return problems;
}

QList<QByteArray> CrashLedger::acknowledgedTexts() const
{
    std::lock_guard guard(m_lock);
    return m_acknowledged;
}

Position CrashLedger::last() const
{
    std::lock_guard guard(m_lock);
    return m_last;
}

} // namespace parley::test
