#pragma once

#include <string_view>

namespace parley {

//! The host of a peer's address as connections write it: "127.0.0.1" of "127.0.0.1:50122", "::1" of
//! "[::1]:50122". What has no port stays as it is.
constexpr std::string_view hostOf(std::string_view peer)
{
    if (peer.starts_with('['))
        return peer.substr(1, peer.find(']') - 1);
    const std::size_t colon = peer.find(':');
    const bool isOne = colon != std::string_view::npos && peer.find(':', colon + 1) == peer.npos;
    return isOne ? peer.substr(0, colon) : peer;
}

} // namespace parley
