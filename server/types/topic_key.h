#pragma once

#include <compare>
#include <functional>

#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"

namespace parley {

// The full address of a topic.
struct TopicKey {
    NamespaceName nameSpace;
    TopicName topic;

    std::string text() const { return nameSpace.text() + "/" + topic.text(); } // for people
    friend auto operator<=>(const TopicKey &, const TopicKey &) = default;
};

} // namespace parley

template <>
struct std::hash<parley::TopicKey> {
    std::size_t operator()(const parley::TopicKey &key) const noexcept
    {
        const std::size_t h = std::hash<parley::NamespaceName>{}(key.nameSpace);
        return h * 31 + std::hash<parley::TopicName>{}(key.topic);
    }
};
