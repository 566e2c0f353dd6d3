#pragma once

#include <compare>

#include <QHashFunctions>
#include <QMetaType>
#include <QString>

namespace parley::client {

// The full address of a topic, as the wire writes it. Not checked: the broker and AdminClient do.
struct TopicAddress {
    QString nameSpace = QStringLiteral("default");
    QString topic{};

    friend bool operator==(const TopicAddress &, const TopicAddress &) = default;
    friend bool operator<(const TopicAddress &a, const TopicAddress &b)
    {
        return a.nameSpace != b.nameSpace ? a.nameSpace < b.nameSpace : a.topic < b.topic;
    }
    friend size_t qHash(const TopicAddress &address, size_t seed = 0)
    {
        return qHashMulti(seed, address.nameSpace, address.topic);
    }
};

} // namespace parley::client

Q_DECLARE_METATYPE(parley::client::TopicAddress)
