#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include "server/types/position.h"

namespace parley::test {

// What the clients of a broker that is killed over and over know for certain, and what a history
// must look like in view of it. The names I1 to I8 are those of the reliability sheet.
// Thread: any; one lock.
class CrashLedger final
{
public:
    struct Text { // of publisher p, its n-th: "p n"
        int publisher = 0;
        qint64 number = 0;
    };
    static QByteArray text(int publisher, qint64 number);

    void roundBegins(int publishers);
    qint64 nextNumber(int publisher); // and remembers that it was sent
    void acknowledged(Position position, const QByteArray &text);
    void read(Position position, const QByteArray &text);
    //! Waits until so many were acknowledged in this round. False: not within the patience.
    bool waitForAcknowledged(int count);

    void topicMade(const QByteArray &name);
    void tokenRevoked(const QByteArray &secret);
    QList<QByteArray> takeTopics(); // of this round
    QList<QByteArray> takeRevoked();

    //! Holds items of the history against all that is known, oldest first and from \p after on.
    //! \return what is wrong, empty when nothing is.
    QStringList check(const QList<QJsonObject> &items, Position after);
    QList<QByteArray> acknowledgedTexts() const;
    Position last() const; // of what check() saw

private:
    void know(Position position, const QByteArray &text, const char *how);
    void checkOrder(const QByteArray &text, QStringList &problems);

    mutable std::mutex m_lock;
    std::condition_variable m_grew;
    QMap<int, qint64> m_sent; // last number of each publisher
    QMap<int, qint64> m_firstOfRound;
    QMap<int, qint64> m_stored; // last number seen in the history
    std::map<Position, QByteArray> m_known; // acknowledged or read
    QList<QByteArray> m_acknowledged;
    QSet<QByteArray> m_inHistory;
    QList<QByteArray> m_topics;
    QList<QByteArray> m_revoked;
    QStringList m_problems; // found by the clients
    Position m_last{};
    int m_ofRound = 0;
};

} // namespace parley::test
