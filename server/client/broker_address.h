#pragma once

#include <string_view>

#include <QByteArray>
#include <QUrl>

namespace parley::client {

inline constexpr std::string_view kReadOnly
    = "this broker was opened for reading only, so nothing was sent";

// Where a broker is and with which token to speak to it.
struct BrokerAddress {
    QUrl url{}; // http(s)://host:port, without path
    QByteArray token{}; // secret; sent in the Authorization header, never in the URL
    //! PEM: who may have signed the broker's certificate, and nobody else. Empty: whom the system
    //! trusts. The certificate is verified in any case.
    QByteArray authorities{};
    //! What would change something is answered with FailedPrecondition here, and never sent.
    bool readOnly = false;

    bool isValid() const { return url.isValid() && !url.host().isEmpty() && !token.isEmpty(); }
    friend bool operator==(const BrokerAddress &, const BrokerAddress &) = default;
};

} // namespace parley::client
