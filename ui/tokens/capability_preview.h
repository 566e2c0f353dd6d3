#pragma once

#include <QList>
#include <QString>

#include "server/client/token_request.h"
#include "server/client/topic_address.h"

namespace parley::ui {

// One line of "what this token can and cannot do".
struct Capability {
    bool can = false;
    QString text{};
    friend bool operator==(const Capability &, const Capability &) = default;
};

//! What \p request allows, said in words, then what it does not on topics of \p topics that are
//! close to what it names (a shared first part), at most \p atMost lines; admin comes last.
QList<Capability> capabilities(const client::TokenRequest &request,
                               const QList<client::TopicAddress> &topics, int atMost = 10);

} // namespace parley::ui
