#include "app/common/secret_key_file.h"

#include <QFileInfo>

#include "app/common/secret_file.h"
#include "server/base/secret_box.h"

namespace parley::app {

Result<std::string> secretKeyFrom(const QString &file, bool mayMake, Random &random)
{
    if (mayMake && !QFileInfo::exists(file)) {
        const std::string key = SecretBox::makeKey(random);
        const auto made = makeSecretFile(file, QByteArray::fromStdString(key).toHex() + '\n');
        if (made)
            return key;
        if (made.error().code != ErrorCode::AlreadyExists)
            return made.error();
    }
    const auto line = readSecretFile(file);
    if (!line)
        return line.error();
    const QByteArray key = QByteArray::fromHex(*line);
    if (line->size() != 2 * int(SecretBox::kKeyBytes) || key.toHex() != line->toLower())
        return Error{ErrorCode::InvalidArgument,
                     file.toStdString() + " holds no key: it has 64 hex digits"};
    return key.toStdString();
}

} // namespace parley::app
