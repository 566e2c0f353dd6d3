#include "ui/common/broker_url.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace parley::ui {

QString brokerUrlProblem(const QUrl &url)
{
    const bool isHttp = url.scheme() == QLatin1String("http");
    if (!url.isValid() || url.host().isEmpty()
        || (!isHttp && url.scheme() != QLatin1String("https")))
        return QCoreApplication::translate(
            "BrokerUrl", "Write an address such as https://broker.example.org:8080.");
    const bool isHere
        = url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
    if (isHttp && !isHere)
        return QCoreApplication::translate(
            "BrokerUrl", "Use https: over plain http anybody on the way could read the token.");
    return {};
}

} // namespace parley::ui
