#include "ui/shell/read_only_shade.h"

#include <utility>

#include <QEvent>

#include "ui/common/buttons.h"

namespace parley::ui {

ReadOnlyShade::ReadOnlyShade(QWidget *pages) : QObject(pages), m_pages(pages) {}

void ReadOnlyShade::setReadOnly(bool readOnly)
{
    if (m_readOnly == readOnly)
        return;
    m_readOnly = readOnly;
    if (!readOnly) {
        for (const auto &button : std::exchange(m_hidden, {}))
            if (button) {
                button->removeEventFilter(this);
                button->show();
            }
        return;
    }
    for (auto *button : m_pages->findChildren<QAbstractButton *>()) {
        if (!button->property(kChanges).toBool())
            continue;
        if (!button->isHidden())
            m_hidden.append(button);
        button->hide();
        button->installEventFilter(this);
    }
}

bool ReadOnlyShade::eventFilter(QObject *object, QEvent *event)
{
    auto *button = qobject_cast<QAbstractButton *>(object);
    if (m_readOnly && button != nullptr && event->type() == QEvent::ShowToParent) {
        if (!m_hidden.contains(button))
            m_hidden.append(button);
        button->hide();
    }
    return QObject::eventFilter(object, event);
}

} // namespace parley::ui
