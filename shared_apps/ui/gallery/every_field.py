"""Forms of the gallery: every field once, as a citizen's complaint, and an officer's filters."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from shared_apps.ui import fields

STATES = [
    ("new", "ใหม่"),
    ("accepted", "รับเรื่องแล้ว"),
    ("doing", "กำลังดำเนินการ"),
    ("asked", "รอเอกสารเพิ่มเติม"),
    ("done", "เสร็จสิ้น"),
]
DIVISIONS = [("", "ทั้งหมด"), ("works", "กองช่าง"), ("health", "กองสาธารณสุขและสิ่งแวดล้อม"), ("finance", "กองคลัง")]


class EveryField(forms.Form):
    """One field of each kind."""

    urgent = forms.ChoiceField(
        label="ปัญหานี้เป็นอันตรายเร่งด่วนหรือไม่",
        choices=[("yes", "ใช่ มีคนอาจบาดเจ็บ"), ("no", "ไม่เร่งด่วน")],
        widget=forms.RadioSelect,
    )
    detail = fields.CleanTextField(
        label="รายละเอียดของปัญหา", help_text="บอกจุดสังเกตใกล้เคียง ไม่ต้องใส่เลขบัตรประชาชน", min_length=10, max_length=2000
    )
    seen_on = fields.ThaiDateField(label="วันที่พบปัญหา", help_text="เช่น 20 พ.ย. 2569", in_past=True)
    photos = fields.PhotoField(
        label="ถ่ายรูปหรือแนบรูป", required=False, help_text="ไม่เกิน 5 รูป รูปละไม่เกิน 15 MB ระบบลบข้อมูลพิกัดในรูปให้"
    )
    place = fields.MapPinField(label="ปักหมุดสถานที่")
    division = forms.ChoiceField(label="กอง/ฝ่าย", choices=DIVISIONS, required=False)
    mobile = fields.ThaiPhoneField(label="เบอร์โทรศัพท์มือถือ", mobile=True)
    national_id = fields.NationalIdField(label="เลขประจำตัวประชาชน", required=False)
    dla_code = fields.DlaCodeField(label="รหัส อปท.", required=False, help_text="8 หลัก เช่น 06560115")
    code = fields.OneTimeCodeField(label="รหัสที่ส่งไปทาง SMS", required=False)
    notify = forms.MultipleChoiceField(
        label="แจ้งผลทาง",
        choices=[("mail", "อีเมล"), ("sms", "SMS"), ("line", "LINE")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = fields.ConfirmField(label="ข้าพเจ้ายืนยันว่าข้อมูลเป็นความจริง")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        place, photos = self.fields["place"].widget, self.fields["photos"].widget
        place.centre, place.zoom = (13.3611, 100.9847), 13
        photos.upload_url = reverse_lazy("gallery_photo")


class InboxFilters(forms.Form):
    """Filters over the officer's list."""

    q = forms.CharField(label="ค้นหา", required=False)
    state = forms.MultipleChoiceField(
        label="สถานะ", choices=STATES, required=False, widget=forms.CheckboxSelectMultiple
    )
    division = forms.ChoiceField(label="กอง/ฝ่าย", choices=DIVISIONS, required=False)
