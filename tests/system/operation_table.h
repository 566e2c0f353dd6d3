#pragma once

#include <vector>

#include <QByteArray>
#include <QJsonObject>
#include <QSet>

#include "tests/support/broker_process.h"

namespace parley::test {

// One operation of the wire, and the keys that open it: each of them alone does. A key is a word
// of this table, not the broker's, so that the two can disagree.
struct Operation {
    enum class Wire { Http, EventStream, WebSocket };

    QByteArray name{};
    QSet<QByteArray> keys{};
    Wire wire = Wire::Http;
    QByteArray method{};
    QByteArray target{};
    QByteArray body{}; // JSON, or text for a publish; over a socket the command
    int done = 200; // status when it is allowed; over a socket 200 too
    QByteArray contentType = "application/json";
};

//! All that the wire offers, on topic "garden/north" of namespace "default". Allowed ones leave
//! things as they were, or change what nothing else looks at.
std::vector<Operation> allOperations();

// What came of trying one.
enum class Tried { Done, Denied, Neither };
Tried tryOperation(const BrokerProcess &broker, const QByteArray &secret,
                   const Operation &operation,
                   QByteArray &told); // told: the answer, when it was neither

} // namespace parley::test
