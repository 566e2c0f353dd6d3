#include "server/client/admin_areas.h"

#include <QJsonObject>
#include <QString>

namespace parley::client {
namespace {

QString text(std::string_view name)
{
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

} // namespace

AdminScope adminAreasFrom(const QJsonValue &admin)
{
    AdminScope areas;
    const auto object = admin.toObject();
    for (const auto area : kAdminAreas) {
        const auto access
            = adminAccessFrom(object.value(text(wireName(area))).toString().toStdString());
        if (access)
            areas.set(area, *access);
    }
    return areas;
}

QJsonValue adminToJson(bool everything, const AdminScope &areas)
{
    if (everything || areas.isEmpty())
        return everything;
    QJsonObject object;
    for (const auto area : kAdminAreas) {
        if (areas[area] != AdminAccess::None)
            object.insert(text(wireName(area)), text(wireName(areas[area])));
    }
    return object;
}

} // namespace parley::client
