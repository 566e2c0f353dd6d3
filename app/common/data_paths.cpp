#include "app/common/data_paths.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace parley::app {

QString defaultDataDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/parley"_s;
}

QString ownerTokenFile(const QString &dataDirectory)
{
    return dataDirectory + u"/owner-token"_s;
}

QString secretKeyFile(const QString &dataDirectory)
{
    return dataDirectory + u"/secret-key"_s;
}

QString brokerUrlFile(const QString &dataDirectory)
{
    return dataDirectory + u"/url"_s;
}

} // namespace parley::app
